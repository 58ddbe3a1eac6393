"""Where pages come from: chosen files, files dropped on the screen, and pictures on the clipboard."""

import tempfile
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage


def files_in(data: QMimeData) -> tuple[Path, ...]:
    """The local files that were dropped or copied."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def picture_in(data: QMimeData) -> QImage | None:
    """A copied picture."""
    image = data.imageData() if data.hasImage() else None
    return image if isinstance(image, QImage) and not image.isNull() else None


def has_pages(data: QMimeData) -> bool:
    """Whether there is something that may become a page."""
    return bool(files_in(data)) or data.hasImage()


class PastedPicture:
    """A copied picture as a file, for as long as it takes to add it. `remove` leaves nothing of it in the clear.

    `folder`: the desk's own, which is emptied at the next start should the power fail meanwhile.
    """

    def __init__(self, image: QImage, name: str, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = tempfile.TemporaryDirectory(dir=folder)
        self.path = Path(self._folder.name) / f"{name}.png"
        image.save(str(self.path))

    def remove(self) -> None:
        self._folder.cleanup()
