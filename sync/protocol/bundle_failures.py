"""What can be wrong with a file on a stick, or with the stick, in words: what is so, that nothing is lost, what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from forms.failures import DISK_IS_FULL, EnvironmentFailure
from sync.protocol.reasons import Words

UNUSABLE: dict[str, Words] = {
    "truncated": Words(
        "没有拷完整，后面少了一截。原来那边的资料都在，没有丢，请再拷一次。",
        "was not copied to its end. Everything is still where it came from; please copy it again.",
    ),
    "too_long": Words(
        "后面多出了别的内容，所以没有用。原来那边的资料都在，请再拷一次。",
        "has something added at its end, so it was not used. Everything is where it came from; please copy it again.",
    ),
    "altered": Words(
        "内容坏了或者被改过，所以没有用。原来那边的资料都在，请再拷一次，还是这样就换一个 U 盘。",
        "is damaged or was changed, so it was not used. Everything is where it came from; copy it again, or use another stick.",
    ),
    "not_ours": Words(
        "不是便民服务站的文件，没有动它。",
        "is not a file of the service stations; it was left alone.",
    ),
    "newer_format": Words(
        "是新版程序拷出来的，这边的程序要先升级才能读。资料都在，升级后再拷入就行。",
        "was written by a newer program; this one must be upgraded before it can read it. Nothing is lost.",
    ),
    "other_receiver": Words(
        "是给别处的，这边打不开，原样留着没有动。",
        "is for somebody else and cannot be opened here; it was left as it is.",
    ),
    "unknown_sender": Words(
        "不是登记过的电脑拷出来的，或者那台电脑已经停用，所以没有用。资料都在那台电脑上，没有丢；还在用的话，请给它一个登记码，"
        "让它重新登记（保留本机资料），再拷一次。",
        "does not come from a computer that is enrolled and in use, so it was not used. All is kept on that computer; if it is "
        "in use, give it a code, let it enrol again with what it holds, and copy once more.",
    ),
    "bad_signature": Words(
        "签名对不上，不能确定是谁拷出来的，所以没有用。请从原来的电脑再拷一次。",
        "has a signature that does not fit, so nobody knows who wrote it; it was not used. Copy it again at its source.",
    ),
}


class BundleUnusable(EnvironmentFailure):
    """One file was not used, and nothing of it was taken in. `reason` is a key of UNUSABLE, `name` the file's name."""

    def __init__(self, reason: str, name: str, detail: str = "") -> None:
        said = UNUSABLE[reason]
        super().__init__(f"“{name}”{said.zh}", f"{name} {said.en}")
        self.reason = reason
        self.name = name
        self.detail = detail


class StickFailure(EnvironmentFailure):
    """The stick could not be read or written. `full` tells why where that is so."""

    def __init__(self, zh: str, en: str, detail: str = "", *, full: bool = False) -> None:
        super().__init__(zh, en)
        self.detail = detail
        self.full = full


def stick_failure(error: OSError) -> StickFailure:
    """The sentence for what the system says of a stick."""
    if error.errno in DISK_IS_FULL:
        return StickFailure(
            "U 盘放不下了，这次没有拷成，本机的资料都在。请腾出地方或换一个 U 盘，再拷一次。",
            "The stick is full, so nothing was copied; all is kept here. Free some space or use another one.",
            str(error),
            full=True,
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StickFailure(
            "U 盘写不进去，可能打开了写保护。本机的资料都在，请关掉写保护或换一个 U 盘，再拷一次。",
            "The stick cannot be written; it may be write-protected. All is kept here. Use another one and copy again.",
            str(error),
        )
    return StickFailure(
        "U 盘读写出了问题，可能是拔出来了。本机的资料都在，请重新插好，再拷一次。",
        "The stick could not be read or written; it may have been pulled out. All is kept here. Insert it and copy again.",
        str(error),
    )


@contextmanager
def told_stick_errors() -> Iterator[None]:
    """Turns an OSError of the body into a StickFailure."""
    try:
        yield
    except OSError as error:
        raise stick_failure(error) from error
