"""The stick at the console: a station's file in, the answer for the stick out. `/console/sticks…`."""

import re
import shutil
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from litestar.handlers import HTTPRouteHandler
from litestar.response import File

from forms.dates import CHINA
from sync.district.bundles import Imported, import_bundle
from sync.district.console.access import Access, Asked, NotFound, Upload
from sync.district.console.pages import Page, html
from sync.district.console.rendering import Renderer
from sync.district.database.engine import writing
from sync.district.district import District
from sync.district.users import record_look
from sync.protocol.bundle import SUFFIX
from sync.protocol.bundle_failures import BundleUnusable
from sync.protocol.bundle_read import label_of

FOLDER, ANSWERS = "sticks", "answers"
MAX_BUNDLE_BYTES = 256 << 20
"""What a browser may send at once; for larger files there is `district-server import-bundle`."""
ANSWERS_KEPT_S = 60 * 24 * 3600
ANSWERS_SHOWN = 30
_UNSAFE = re.compile(r"[\\/:*?\"<>|\x00-\x1f]")


class StickPages:
    """An answer is encrypted to one PC of one station, so whoever carries sticks may fetch it."""

    def __init__(self, district: District, renderer: Renderer) -> None:
        self._district = district
        self._renderer = renderer

    @property
    def _answers(self) -> Path:
        return self._district.directory / FOLDER / ANSWERS

    def show(self, asked: Asked) -> Page:
        return self._show(asked)

    def take_in(self, asked: Asked) -> Page:
        """Any number of files of any stations at once; one that cannot be used stops none of the others."""
        said: list[Imported] = []
        problems: list[str] = []
        uploads = asked.uploads.get("bundle", [])
        if not uploads:
            problems.append("请先选 U 盘上的“报送”文件。")
        for upload in uploads:
            try:
                found = self._import(upload)
            except BundleUnusable as failure:
                problems.append(failure.zh)
                continue
            if found is not None:
                said.append(found)
        if uploads and not said and not problems:
            problems.append("选的都是带回站里的“回执”，没有“报送”文件。请看看是不是插对了 U 盘。")
        with writing(self._district.engine) as connection:
            for each in said:
                record_look(connection, self._district, asked.user.login, "stick", each.manifest.station)
        return self._show(asked, problems, said)

    def answer(self, asked: Asked) -> Page:
        """The answer for the stick, under its own name."""
        name = asked.path["name"]
        path = self._answers / name
        if _UNSAFE.search(name) or path.suffix != SUFFIX or not path.is_file():
            raise NotFound
        return File(path, filename=name, media_type="application/octet-stream", content_disposition_type="attachment")

    def _import(self, upload: Upload) -> Imported | None:
        """None for a file that is on its way to a station: left as it is."""
        incoming = self._district.directory / FOLDER / self._district.random(8).hex()
        incoming.mkdir(parents=True, mode=0o700)
        try:
            path = incoming / (_UNSAFE.sub("_", Path(upload.name).name)[:80] or "报送.vsu")
            path.write_bytes(upload.content)
            if label_of(path).direction == "to_station":
                return None
            return import_bundle(self._district, path, self._answers)
        finally:
            shutil.rmtree(incoming)
            self._forget_old()

    def _forget_old(self) -> None:
        for path in self._answers.glob(f"*{SUFFIX}"):
            if path.stat().st_mtime < time.time() - ANSWERS_KEPT_S:
                path.unlink(missing_ok=True)

    def _show(self, asked: Asked, problems: Sequence[str] = (), said: Sequence[Imported] = ()) -> Page:
        made = sorted(self._answers.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
        text = self._renderer.page(
            asked.root,
            "sticks.html",
            visit=asked.visit,
            here="sticks",
            problems=problems,
            said=said,
            answers=[(path.name, _moment(path)) for path in made[:ANSWERS_SHOWN]],
            now=self._district.now().isoformat(timespec="seconds"),
            most_mb=MAX_BUNDLE_BYTES >> 20,
        )
        return html(text, 422 if problems and not said else 200)


def bundle_routes(district: District, renderer: Renderer, access: Access) -> list[HTTPRouteHandler]:
    parts = StickPages(district, renderer)
    return [
        access.get("/sticks", parts.show),
        access.post("/sticks", parts.take_in, most_bytes=MAX_BUNDLE_BYTES),
        access.get("/sticks/{name:str}", parts.answer),
    ]


def _moment(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime, CHINA).isoformat(timespec="seconds")
