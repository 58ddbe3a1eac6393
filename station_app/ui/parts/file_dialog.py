"""Choosing files: where the last ones were, else where telephones and scanners put theirs; never the program's own folder."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

_LAST: Final = "last-folder"
_NAMES: Final = (
    "Scans",
    "扫描",
    "扫描件",
    "Camera",
    "DCIM",
    "Camera Roll",
    "本机照片",
    "Screenshots",
    "WeChat Files",
    "xwechat_files",
)
"""What scanners, telephones and WeChat call their folders, below those for pictures, documents and downloads."""
_PLACES: Final = (
    QStandardPaths.StandardLocation.PicturesLocation,
    QStandardPaths.StandardLocation.DocumentsLocation,
    QStandardPaths.StandardLocation.DownloadLocation,
    QStandardPaths.StandardLocation.DesktopLocation,
)


def choose_pages(parent: QWidget, title: str, kinds: str) -> tuple[Path, ...]:
    """The pictures or PDF files somebody picked; none where they thought better of it."""
    dialog = pages_dialog(parent, title, kinds)
    if not dialog.exec():
        return ()
    chosen = tuple(Path(name) for name in dialog.selectedFiles())
    remember(chosen[0].parent)
    return chosen


def pages_dialog(parent: QWidget, title: str, kinds: str) -> QFileDialog:
    """Opens where the last pages came from, with the folders of telephone and scanner at its side."""
    dialog = QFileDialog(parent, title, str(first_folder()), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setSidebarUrls([QUrl.fromLocalFile(str(folder)) for folder in (*page_folders(), Path.home())])
    return dialog


def choose_file(parent: QWidget, title: str, kinds: str) -> Path | None:
    name, _ = QFileDialog.getOpenFileName(parent, title, str(first_folder()), kinds)
    return _chosen(name)


def choose_folder(parent: QWidget, title: str) -> Path | None:
    return _chosen(QFileDialog.getExistingDirectory(parent, title, str(first_folder())))


def first_folder() -> Path:
    """Where the last file was; before the first one the folder in which something was put last."""
    application = QApplication.instance()
    last = application.property(_LAST) if application is not None else None
    if isinstance(last, str) and Path(last).is_dir():
        return Path(last)
    return next(iter(page_folders()), Path.home())


def remember(folder: Path) -> None:
    application = QApplication.instance()
    if application is not None:
        application.setProperty(_LAST, str(folder))


def page_folders() -> tuple[Path, ...]:
    """Those there are on this PC, the one that was written to last first."""
    homes = [Path(name) for place in _PLACES for name in QStandardPaths.standardLocations(place)[:1]]
    inside = [home / name for home in homes for name in _NAMES]
    there = [folder for folder in dict.fromkeys([*homes, *inside]) if _changed(folder) and folder != Path.home()]
    return tuple(sorted(there, key=_changed, reverse=True))


def _changed(folder: Path) -> float:
    """0 where it is not there."""
    try:
        return folder.stat().st_mtime if folder.is_dir() else 0.0
    except OSError:
        return 0.0


def _chosen(name: str) -> Path | None:
    if not name:
        return None
    chosen = Path(name)
    remember(chosen if chosen.is_dir() else chosen.parent)
    return chosen
