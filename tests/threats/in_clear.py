"""What a thief would look for: somebody's words in any file, in any of the encodings this country's programs write."""

import base64
from pathlib import Path

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def forms_of(word: str) -> set[bytes]:
    plain = {word.encode(encoding) for encoding in ENCODINGS}
    return plain | {word.encode("unicode_escape"), base64.b64encode(word.encode())[:-4], word.encode().hex().encode()}


def found_in_clear(root: Path, *words: str) -> list[tuple[str, str]]:
    """(file, word) for each file below `root` whose bytes or name hold one of the words."""
    told = []
    for path in sorted(root.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        name = str(path.relative_to(root))
        told += [
            (name, word)
            for word in words
            if word in name or any(form in content for form in forms_of(word) if len(form) > 3)
        ]
    return told
