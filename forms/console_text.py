"""What a command prints and reads whatever the console's encoding is: GBK on Windows, ASCII on a bare server."""

import os
import sys
from io import TextIOWrapper

from forms.failures import InputFailure


def never_fail_to_print() -> None:
    """From now on a character that the console's encoding lacks (✓, a rare character of a name, a damaged file name) is
    written as its code point (\\u2713) instead of ending the command. Called first by whatever runs a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def read_line() -> str:
    """A line of standard input without its end. Raises `InputFailure` for bytes that are no text in the console's encoding."""
    try:
        line = sys.stdin.readline().rstrip("\r\n")
        line.encode()
    except UnicodeError as error:
        raise InputFailure(
            f"输入的文字读不懂：这个窗口的编码是 {sys.stdin.encoding}。请换成 UTF-8 再来一次，或者只用字母和数字。",
            f"What was typed cannot be read: this console's encoding is {sys.stdin.encoding}. Use UTF-8, or letters and digits.",
        ) from error
    return line


def as_typed(argument: str) -> str:
    """An argument as it was typed where the system's encoding could not say it (a person's name in UTF-8 under an ASCII
    locale). What is or may be the name of a file stays as the file system wants it."""
    if argument.isascii() or "/" in argument or os.path.exists(argument):
        return argument
    try:
        return argument.encode(errors="surrogateescape").decode()
    except UnicodeError:
        return argument
