"""Only formats on a list are opened as pictures, at every place; a program (PostScript) is none of them."""

import os
import re
from pathlib import Path

import pytest
from PIL import Image, UnidentifiedImageError

from station_app.desk.add_page import PageRefused, made_pages
from station_app.imaging.formats import FORMATS, open_picture
from station_app.imaging.upright import upright
from sync.district.result_file import PICTURES
from tests.test_architecture import ROOT

ENDLESS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n{ } loop\n%%EOF\n"


def test_a_photograph_in_postscript_is_no_photograph(tmp_path: Path) -> None:
    file = tmp_path / "身份证.jpg"
    file.write_bytes(ENDLESS)
    with pytest.raises(PageRefused, match="不是照片"):
        list(made_pages(file))
    with pytest.raises(UnidentifiedImageError):
        open_picture(ENDLESS)
    with pytest.raises((UnidentifiedImageError, OSError, ValueError)):
        upright(ENDLESS)


def test_no_list_has_a_format_that_another_program_opens() -> None:
    Image.init()
    for name in (*FORMATS, *PICTURES):
        assert name in Image.OPEN
        assert name not in ("EPS", "PDF", "WMF", "FPX", "MIC", "GBR", "MPEG", "FLI", "XPM")


def test_pictures_are_opened_by_that_list_alone() -> None:
    """The district has a shorter one of its own: what is sent as a result."""
    allowed = {"station_app/imaging/formats.py", "sync/district/result_file.py"}
    for folder in ("station_app", "sync", "forms", "resources"):
        for path in (ROOT / folder).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            if name not in allowed:
                assert not re.search(r"\bImage\.open\(", path.read_text("utf-8")), name


@pytest.mark.parametrize("target", ["/dev/zero", "a pipe"])
def test_what_never_ends_is_not_read(tmp_path: Path, target: str) -> None:
    file = tmp_path / "身份证.jpg"
    if target == "a pipe":
        os.mkfifo(file)
    else:
        file.symlink_to(target)
    with pytest.raises(PageRefused, match="不是普通的文件"):
        list(made_pages(file))
