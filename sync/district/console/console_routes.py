"""The console as one router: its pages, its style sheet and fonts, its headers, and its words for what goes wrong."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from litestar import Router, get
from litestar.exceptions import HTTPException
from litestar.params import FromPath
from litestar.response import File
from sqlalchemy.exc import OperationalError

from forms.failures import Failure
from resources.paths import FontName, font_file
from sync.district.console.access import Access, AnyRequest, NotAllowed, NotFound, NotSignedIn, Page, go_to, html
from sync.district.console.case_routes import case_routes
from sync.district.console.publish_routes import publish_routes
from sync.district.console.rendering import Renderer
from sync.district.console.sign_in_routes import sign_in_routes
from sync.district.console.station_routes import station_routes
from sync.district.database.engine import is_busy
from sync.district.district import District
from sync.district.refusals import RequestRefused

STYLE = Path(__file__).parent / "static" / "console.css"
FONTS: dict[str, FontName] = {
    "sans.ttf": "NotoSansSC-Regular",
    "sans-bold.ttf": "NotoSansSC-Bold",
    "rare.ttf": "HanaMinB",
}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
log = logging.getLogger("district")


def console_routes(district: District, *, secure: bool = False) -> Router:
    """Everything under /console. `secure`: it is reached over TLS, so the session's cookie travels over TLS only."""
    renderer = Renderer(district)
    access = Access(district)
    said = _Failures(renderer)
    return Router(
        "/console",
        route_handlers=[
            *sign_in_routes(district, renderer, access, secure=secure),
            *case_routes(district, renderer, access),
            *publish_routes(district, renderer, access),
            *station_routes(district, renderer, access),
            style,
            font,
        ],
        after_request=_secured,
        exception_handlers={
            NotSignedIn: lambda _, __: _secured(go_to("/console/sign-in")),
            NotAllowed: _as_function(said.not_allowed),
            NotFound: _as_function(said.not_found),
            RequestRefused: _as_function(said.refused),
            HTTPException: _as_function(said.http),
            Failure: _as_function(said.failure),
            OperationalError: _as_function(said.database),
            Exception: _as_function(said.bug),
        },
    )


@get("/console.css", sync_to_thread=False)
def style() -> File:
    return File(STYLE, media_type="text/css; charset=utf-8", content_disposition_type="inline")


@get("/fonts/{name:str}", sync_to_thread=False)
def font(name: FromPath[str]) -> File:
    if name not in FONTS:
        raise NotFound
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return File(font_file(FONTS[name]), media_type="font/ttf", headers=headers, content_disposition_type="inline")


def _secured(response: Page) -> Page:
    response.headers.update(HEADERS)
    if "cache-control" not in {name.lower() for name in response.headers}:
        response.headers["Cache-Control"] = "no-store"
    return response


def _as_function(say: Callable[[AnyRequest, Any], Page]) -> Callable[[AnyRequest, Any], Page]:
    """Litestar copies what it is given, and would copy a bound method's object, database and all; never a function."""
    return lambda request, error: say(request, error)


class _Failures:
    """A page in words for each way of failing; never a trace."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer

    def not_allowed(self, _: AnyRequest, __: Exception) -> Page:
        return self._say(403, "这一页不归您看，或者这张表单已经过期。请从办件列表重新打开。")

    def not_found(self, _: AnyRequest, __: Exception) -> Page:
        return self._say(404, "没有这一页。请从办件列表重新打开。")

    def refused(self, _: AnyRequest, refused: RequestRefused) -> Page:
        return self._say(refused.status, "这一页还没有传上来，等站里联网后再看。")

    def http(self, request: AnyRequest, failure: HTTPException) -> Page:
        if failure.status_code >= 500:
            return self.bug(request, failure)
        if failure.status_code == 413:
            return self._say(413, "文件太大，一次最多 20 MB。没有存下任何东西，请换小一点的文件。")
        return self._say(failure.status_code, "没有这一页。请从办件列表重新打开。")

    def failure(self, _: AnyRequest, failure: Failure) -> Page:
        return self._say(422, failure.zh)

    def database(self, request: AnyRequest, failure: OperationalError) -> Page:
        if not is_busy(failure):
            return self.bug(request, failure)
        return self._say(503, "服务器正忙，这一步没有办成，也没有丢东西。请过几秒再按一次。")

    def bug(self, request: AnyRequest, error: Exception) -> Page:
        log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return self._say(500, "这一步没有办成，已经记下来了。办件的内容没有变，请返回再试；还不行请告诉管理员。")

    def _say(self, status: int, words: str) -> Page:
        return _secured(html(self._renderer.page("failure.html", words=words), status))
