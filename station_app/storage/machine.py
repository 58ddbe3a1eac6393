"""Which PC this is: a fingerprint that differs between two PCs and stays the same on one."""

import hashlib
import sys
from pathlib import Path

_LINUX = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def machine_fingerprint() -> str:
    """16 hexadecimal digits; empty where the system has no machine id. Its own id cannot be read back from them."""
    found = _windows_guid() if sys.platform == "win32" else _linux_id()
    return hashlib.sha256(f"village-station:{found}".encode()).hexdigest()[:16] if found else ""


def _linux_id() -> str:
    for path in _LINUX:
        if path.is_file():
            return path.read_text("ascii").strip()
    return ""


def _windows_guid() -> str:
    if sys.platform != "win32":
        return ""
    import winreg

    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
        return str(winreg.QueryValueEx(key, "MachineGuid")[0])
