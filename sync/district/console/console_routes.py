"""The console as one router: its pages, its style sheet and fonts, its headers, and its words for what goes wrong."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from anyio import CapacityLimiter
from litestar import Router, get
from litestar.exceptions import HTTPException
from litestar.params import FromPath
from litestar.response import File
from sqlalchemy.exc import OperationalError

from forms.failures import Failure
from resources.paths import FontName, font_file
from sync.district.console.access import Access, AnyRequest, NotAllowed, NotFound, NotSignedIn, root_of
from sync.district.console.bundle_routes import bundle_routes
from sync.district.console.case_routes import case_routes
from sync.district.console.ended_session import EndedSession
from sync.district.console.failures import ConsoleFailures, secured
from sync.district.console.pages import Page, go_to
from sync.district.console.publish_routes import publish_routes
from sync.district.console.rendering import Renderer
from sync.district.console.sign_in_routes import TRIES_AT_ONCE, sign_in_routes
from sync.district.console.station_routes import station_routes
from sync.district.district import District
from sync.district.refusals import RequestRefused

STYLE = Path(__file__).parent / "static" / "console.css"
FONTS: dict[str, FontName] = {
    "sans.ttf": "NotoSansSC-Regular",
    "sans-bold.ttf": "NotoSansSC-Bold",
    "rare.ttf": "HanaMinB",
}


def console_routes(district: District, *, secure: bool = False) -> Router:
    """Everything under /console. `secure`: it is reached over TLS, so the session's cookie travels over TLS only."""
    renderer = Renderer(district)
    trying = CapacityLimiter(TRIES_AT_ONCE)
    access = Access(district, EndedSession(district, renderer, trying))
    said = ConsoleFailures(renderer)
    return Router(
        "/console",
        route_handlers=[
            *sign_in_routes(district, renderer, access, trying, secure=secure),
            *case_routes(district, renderer, access),
            *bundle_routes(district, renderer, access),
            *publish_routes(district, renderer, access),
            *station_routes(district, renderer, access),
            style,
            font,
        ],
        after_request=secured,
        exception_handlers={
            NotSignedIn: lambda request, _: secured(go_to(f"{root_of(request)}/sign-in")),
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


def _as_function(say: Callable[[AnyRequest, Any], Page]) -> Callable[[AnyRequest, Any], Page]:
    """Litestar copies what it is given, and would copy a bound method's object, database and all; never a function."""
    return lambda request, error: say(request, error)
