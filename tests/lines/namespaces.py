"""Two network namespaces, each with a TUN device whose packets come out at a file descriptor here. Linux, root."""

import fcntl
import os
import re
import shutil
import struct
import subprocess
from pathlib import Path
from typing import NamedTuple

_SET_INTERFACE, _IS_TUN, _NO_HEADER = 0x400454CA, 0x0001, 0x1000
"""TUNSETIFF, IFF_TUN, IFF_NO_PI of linux/if_tun.h."""
_NAME = "village-line-{pid}-{end}"
_OURS = re.compile(r"village-line-(\d+)-(?:station|district)")
_NEEDS = {"CAP_NET_ADMIN": 12, "CAP_SYS_ADMIN": 21}
ADDRESSES = {"station": "10.77.0.1", "district": "10.77.0.2"}
"""Known inside the two namespaces only, so any number of lines may use the same."""


class End(NamedTuple):
    """One end of a line: the namespace's name, and where its packets are read and written."""

    namespace: str
    packets: int


def name_of(pid: int, end: str) -> str:
    """The namespace at `end` ("station", "district") of the line that process `pid` plays."""
    return _NAME.format(pid=pid, end=end)


def missing() -> str:
    """A sentence that says what this PC lacks for a line between namespaces; empty if nothing."""
    if not Path("/dev/net/tun").exists():
        return "There is no /dev/net/tun here."
    if ip_command() is None:
        return "The command ip is not here (Debian package iproute2)."
    held = int(re.findall(r"^CapEff:\s*(\w+)", Path("/proc/self/status").read_text("ascii"), re.MULTILINE)[0], 16)
    if lacking := [name for name, bit in _NEEDS.items() if not held >> bit & 1]:
        return f"This process lacks {' and '.join(lacking)}, which root has."
    return ""


def ip_command() -> str | None:
    return shutil.which("ip") or shutil.which("ip", path="/usr/sbin:/sbin")


def make(end: str) -> End:
    """The namespace at this end of this process's line, up, with the other end as its only neighbour."""
    name, device = name_of(os.getpid(), end), f"vl{os.getpid()}{end[0]}"
    ((neighbour),) = (address for other, address in ADDRESSES.items() if other != end)
    _ip("netns", "add", name)
    packets = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    fcntl.ioctl(packets, _SET_INTERFACE, struct.pack("16sH", device.encode("ascii"), _IS_TUN | _NO_HEADER))
    _ip("link", "set", device, "netns", name)
    _ip("-n", name, "addr", "add", ADDRESSES[end], "peer", neighbour, "dev", device)
    _ip("-n", name, "link", "set", device, "mtu", "1500", "up")
    _ip("-n", name, "link", "set", "lo", "up")
    return End(name, packets)


def remove_own() -> None:
    """The namespaces of this process, and those of processes that were killed before they could remove theirs."""
    for name in _ip("netns", "list").split():
        if ours := _OURS.fullmatch(name):
            is_own = int(ours[1]) == os.getpid()
            if is_own or not Path(f"/proc/{ours[1]}").exists():
                _ip("netns", "delete", name, check=is_own)  # another line may be removing what nobody owns


def _ip(*arguments: str, check: bool = True) -> str:
    ran = subprocess.run([ip_command() or "ip", *arguments], check=check, stdout=subprocess.PIPE, text=True)
    return ran.stdout
