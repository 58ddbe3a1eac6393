"""What can go wrong with the disk and the database, in the agent's words; and which driver error means which."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from forms.failures import DISK_IS_FULL, EnvironmentFailure


class DiskFull(EnvironmentFailure):
    def __init__(self) -> None:
        super().__init__(
            "电脑硬盘满了，这一步没有存上；以前存的都在。请删掉不用的文件腾出地方，再做一次。",
            "The disk is full, so this step was not saved; everything saved before is safe. Free some space and try again.",
        )


class DiskFault(EnvironmentFailure):
    def __init__(self, detail: str = "") -> None:
        super().__init__(
            "硬盘读写出了问题，这一步没有存上；以前存的都在。请重启电脑再试；还是不行，请联系县里派人来看硬盘。",
            "The disk could not be read or written; this step was not saved. Restart the computer and try again; "
            "if it goes on, ask the district to look at the disk.",
        )
        self.detail = detail


class NotWritable(EnvironmentFailure):
    def __init__(self, detail: str = "") -> None:
        super().__init__(
            "这个位置写不进去：可能没有权限，U盘打开了写保护，或者那里不是文件夹。这一步没有存上；以前存的都在。请换一个位置再试。",
            "This place cannot be written: no permission, a write-protected stick, or no folder. This step was not saved; "
            "everything before it is safe. Choose another place.",
        )
        self.detail = detail


class DatabaseBusy(EnvironmentFailure):
    def __init__(self) -> None:
        super().__init__(
            "别的程序正占着办件数据（可能是备份或杀毒软件），这一步没有存上。请等一会儿再做一次。",
            "Another program is holding the case data (a backup or virus scanner, perhaps). Wait a moment and try again.",
        )


class DatabaseDamaged(EnvironmentFailure):
    def __init__(self, detail: str = "") -> None:
        super().__init__(
            "本机的办件数据文件坏了，先不要再登记，也不要删除任何文件。请用最近的备份恢复；没有备份，请联系县里。已经传到县里的办件都在。",
            "The case data file on this computer is damaged. Do not record anything or delete any file; restore the latest "
            "backup, or call the district. Cases already sent to the district are safe.",
        )
        self.detail = detail


class DatabaseUnreachable(EnvironmentFailure):
    def __init__(self, detail: str = "") -> None:
        super().__init__(
            "打不开本机的办件数据文件：文件不在了，或者没有读写的权限。请联系县里，不要重新注册。",
            "The case data file cannot be opened: it is missing or may not be written. Call the district; do not enrol again.",
        )
        self.detail = detail


class DatabaseTooNew(EnvironmentFailure):
    def __init__(self) -> None:
        super().__init__(
            "本机的数据是更新版本的程序存的，这个旧版本打不开。请打开新版本的程序；数据没有动过。",
            "The data was written by a newer version of this program. Start the newer version; nothing was changed.",
        )


class AlreadyRunning(EnvironmentFailure):
    def __init__(self) -> None:
        super().__init__(
            "程序已经打开了一个，请用已经打开的那个窗口。",
            "The program is already running. Use the window that is open.",
        )


class PageDamaged(EnvironmentFailure):
    def __init__(self, sha256: str) -> None:
        super().__init__(
            "有一页材料照片的文件坏了，打不开。请让申请人带原件来重新拍一张；其他材料不受影响。",
            "The file of one page is damaged and cannot be opened. Photograph it again; nothing else is affected.",
        )
        self.sha256 = sha256


class PageNotHere(EnvironmentFailure):
    def __init__(self, sha256: str) -> None:
        super().__init__(
            "这一页还没有传到这台电脑上。请联网同步一次再看。",
            "This page is not on this computer yet. Sync once, then look again.",
        )
        self.sha256 = sha256


_NOT_WRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.EEXIST}


@contextmanager
def told_os_errors() -> Iterator[None]:
    """Turns an OSError of the body into one of the sentences above."""
    try:
        yield
    except OSError as error:
        if error.errno in DISK_IS_FULL:
            raise DiskFull from error
        if error.errno in _NOT_WRITABLE:
            raise NotWritable(str(error)) from error
        raise DiskFault(str(error)) from error


def failure_of(error: Any) -> EnvironmentFailure | None:
    """The sentence for a driver's error, by its SQLite result code; None where the mistake is ours."""
    name = str(getattr(error, "sqlite_errorname", "") or "")
    if name.startswith("SQLITE_FULL"):
        return DiskFull()
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return DatabaseBusy()
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return DatabaseDamaged(str(error))
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")):
        return DatabaseUnreachable(str(error))
    if name.startswith("SQLITE_IOERR"):
        return DiskFault(str(error))
    return None
