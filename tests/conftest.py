"""What every test lives under: off screen, a home of its own, no way out of this machine, nothing left behind."""

import ipaddress
import logging
import os
import re
import shutil
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# The same examples in every run: a red suite is red again when it is looked into.
settings.register_profile("same", derandomize=True)
settings.load_profile("same")

# Qt reads these once, when it is first imported: before any test module is.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_LOGGING_RULES"] = "qt.qpa.*.debug=false"
os.environ.pop("QT_IM_MODULE", None)

SECONDS_FOR_THREADS_TO_END = 5.0
_home_of_this_process = Path(tempfile.mkdtemp(prefix="village-station-tests-"))
os.environ["XDG_CACHE_HOME"] = str(_home_of_this_process / "cache")


def pytest_unconfigure() -> None:
    shutil.rmtree(_home_of_this_process, ignore_errors=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests/test_file_length.py recorded; it reaches this process from every worker."""
    reports = terminalreporter.stats.get("passed", [])
    told = [value for report in reports for name, value in report.user_properties if name == "long"]
    if told:
        terminalreporter.section("long files and functions", sep="-")
        terminalreporter.write_line("\n".join(told))


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory that belongs to this test; the XDG directories are inside it."""
    path = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(path / ".config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(path / ".local" / "share"))
    monkeypatch.setenv("XDG_STATE_HOME", str(path / ".local" / "state"))
    return path


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    """Fail when a test leaves a thread running that would keep the program from ending."""
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and not t.daemon]
    for thread in left:
        thread.join(SECONDS_FOR_THREADS_TO_END)
    still = [t.name for t in left if t.is_alive()]
    assert not still, f"threads left running: {', '.join(still)}"


class _Unexpected(logging.Handler):
    """Keep what was logged at WARNING or worse and no pattern allows."""

    def __init__(self, allowed: list[re.Pattern[str]]) -> None:
        super().__init__(logging.WARNING)
        self.allowed = allowed
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = f"{record.levelname} {record.name}: {record.getMessage()}"
        if not any(pattern.search(line) for pattern in self.allowed):
            self.lines.append(line)


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail on a log record of WARNING or worse, unless the test says `@pytest.mark.expects_log(pattern)`.

    The pattern is searched in "LEVEL logger.name: message".
    """
    allowed = [re.compile(mark.args[0]) for mark in request.node.iter_markers("expects_log")]
    handler = _Unexpected(allowed)
    root = logging.getLogger()
    root.addHandler(handler)
    yield
    root.removeHandler(handler)
    assert not handler.lines, "unexpected in the log:\n" + "\n".join(handler.lines)


def _is_this_machine(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(name).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse(host: object) -> None:
    # Not an OSError: code under test takes that for a bad line, and the test would pass.
    pytest.fail(f"a test tried to reach {host!r}; only this machine may be reached")


@pytest.fixture(autouse=True, scope="session")
def only_this_machine() -> Iterator[None]:
    """Refuse every connection and every name that does not lead to the loopback address."""
    real_lookup = socket.getaddrinfo

    def lookup(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_this_machine(host):
            _refuse(host)
        return real_lookup(host, *args, **kwargs)

    def checked(name: str) -> Callable[..., Any]:
        real = getattr(socket.socket, name)

        def connect(self: socket.socket, address: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_this_machine(address[0]):
                _refuse(address[0])
            return real(self, address)

        return connect

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", lookup)
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, checked(name))
        yield
