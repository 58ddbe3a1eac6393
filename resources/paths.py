"""Where the bundled files lie: fonts and icons, in a checkout, an installed package and a PyInstaller folder alike."""

from pathlib import Path
from typing import Final, Literal, TypeAlias

FontName: TypeAlias = Literal["NotoSansSC-Regular", "NotoSansSC-Bold", "HanaMinB"]

ROOT: Final = Path(__file__).resolve().parent


class MissingResource(FileNotFoundError):
    """A file that belongs to the program is not there: the installation is damaged."""


def font_file(name: FontName) -> Path:
    """The TrueType file of a bundled font.

    NotoSansSC-* hold the 8,105 characters of the 通用规范汉字表 and more; HanaMinB holds the supplementary planes
    (Ext B to F). Raises MissingResource with a sentence for the agent.
    """
    return _bundled(f"fonts/{name}.ttf")


def icon_file(name: str) -> Path:
    """An icon by its file name, e.g. "station.svg", "station-256.png", "check.svg", "arrow-down.svg"."""
    return _bundled(f"icons/{name}")


def _bundled(relative: str) -> Path:
    path = ROOT / relative
    if not path.is_file():
        raise MissingResource(f"程序里缺少文件“{relative}”，已存的资料不受影响。请重新安装本程序。")
    return path
