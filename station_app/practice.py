"""A practice district on this very PC: the real server as a process of its own, on loopback, with invented places."""

import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

import msgspec

from forms.failures import EnvironmentFailure

STATION = "5299"
STARTS_WITHIN_S = 30.0
CLERK, ADMINISTRATOR, PASSWORD = "chenping", "admin", "practice-2026"
PLACES = {
    "district": "529900",
    "county_name": "清水县",
    "township_name": "响水镇",
    "village_name": "响水洞村",
    "station_name": "响水洞村便民服务站",
    "enquiry_phone": "0859-0000123",
    "complaint_phone": "0859-0000456",
    "villages": ["响水洞村", "石门坎村", "杉木林村", "大坝村"],
    "area_code": "529901",
}
OFFICE_PHONE = "0859-0000789"


class PracticeDistrict:
    """Made in `directory` at the first start; `start` and `stop` may alternate, and the port stays the same.

    The server ends with this process, however this one ends.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._data = directory / "server"
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> "PracticeDistrict":
        self.prepare()
        self.start()
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.stop()

    def prepare(self) -> None:
        """The district's data, its users and its catalogue, unless they are there already."""
        if (self._data / "district.json").exists():
            return
        self._directory.mkdir(parents=True, exist_ok=True)
        settings, password = self._directory / "places.json", self._directory / "password"
        settings.write_bytes(msgspec.json.encode(PLACES))
        password.write_text(PASSWORD, "utf-8")
        self._command("init", "--settings", str(settings))
        clerk = ("--name", "陈平", "--role", "township", "--township", "响水镇", "--office", "响水镇便民服务中心")
        for login, who in (
            (CLERK, clerk),
            (ADMINISTRATOR, ("--name", "龙小芳", "--role", "district", "--office", "清水县政务服务中心")),
        ):
            self._command(
                "users", "add", "--login", login, *who, "--phone", OFFICE_PHONE, "--password-file", str(password)
            )
        self._command("publish")

    def code(self) -> str:
        """A one-time code for the practice station."""
        return self._command("enrol", "--station", STATION).splitlines()[-1].strip()

    def start(self) -> None:
        """Starts the server and waits until it answers. Raises EnvironmentFailure if it does not."""
        ready = self._directory / "port"
        ready.unlink(missing_ok=True)
        with (self._directory / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                self._line("serve", "--stop-with-stdin", "--port", str(self._port), "--ready-file", str(ready)),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        ends = time.monotonic() + STARTS_WITHIN_S
        while not ready.exists():
            if self._process.poll() is not None or time.monotonic() > ends:
                self.stop()
                raise _did_not_start(self._directory / "server.log")
            time.sleep(0.02)
        self._port = int(ready.read_text("ascii"))

    def stop(self) -> None:
        """Ends the server in good order."""
        if self._process is None:
            return
        self._process.terminate()
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def _line(self, command: str, *arguments: str) -> list[str]:
        words = [command, *arguments]
        where = 2 if command == "users" else 1
        words[where:where] = ["--directory", str(self._data)]
        return [sys.executable, "-m", "sync.district.commands", *words]

    def _command(self, *arguments: str) -> str:
        done = subprocess.run(self._line(*arguments), capture_output=True, text=True, encoding="utf-8", check=False)
        if done.returncode != 0:
            reason = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
            raise EnvironmentFailure(
                f"练习用的县里系统没有建起来：{''.join(reason)}", f"The practice district failed: {''.join(reason)}"
            )
        return done.stdout


def _did_not_start(log: Path) -> EnvironmentFailure:
    return EnvironmentFailure(
        f"练习用的县里系统没有启动，原因在 {log}。", f"The practice district did not start; see {log}."
    )
