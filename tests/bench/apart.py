"""A measurement in a process of its own, so that none is warmed or swollen by another."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).parents[2]
ENDS_WITHIN_S = 150
NOT_OF_A_DESK = ("QT_IM_MODULE", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")


def measured(module: str, *arguments: str) -> dict[str, Any]:
    """Runs `python -m tests.bench.MODULE ARGUMENTS` off screen; its last line of output, which is JSON.

    Raises RuntimeError with what it said where it did not end well, subprocess.TimeoutExpired where it did not end.
    """
    ran = subprocess.run(
        command(module, *arguments),
        cwd=ROOT,
        env=off_screen(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=ENDS_WITHIN_S,
        check=False,
    )
    if ran.returncode != 0 or not ran.stdout.strip():
        raise RuntimeError(f"{module} ended with {ran.returncode}: {ran.stderr[-2000:]}")
    told: dict[str, Any] = msgspec.json.decode(ran.stdout.splitlines()[-1])
    return told


def command(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", f"tests.bench.{module}", *arguments]


def off_screen() -> dict[str, str]:
    """The environment of a desk without a display, without anybody's input method, and with its modules compiled once, as
    they are where the desk is installed."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_OF_A_DESK}
    return {**kept, "QT_QPA_PLATFORM": "offscreen"}


def tell(result: object) -> None:
    """What a measurement's process says last."""
    print(msgspec.json.encode(result).decode("utf-8"), flush=True)
