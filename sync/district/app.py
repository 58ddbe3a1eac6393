"""The district server as one ASGI application: station routes and console over one open district."""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

import msgspec
from litestar import Litestar, Request, Response
from litestar.exceptions import HTTPException
from sqlalchemy.exc import OperationalError

from sync.district.console.console_routes import console_routes
from sync.district.console.failures import ConsoleFailures
from sync.district.console.rendering import Renderer
from sync.district.database.engine import is_busy
from sync.district.district import District
from sync.district.full_disk import DistrictDiskFull, is_full
from sync.district.refusals import RequestRefused
from sync.district.routes.page_routes import page_routes
from sync.district.routes.station_routes import station_routes
from sync.protocol.reasons import RefusalBody, words

BUSY_RETRY_SECONDS = 5
FULL_RETRY_SECONDS = 30
AnyRequest = Request[Any, Any, Any]
log = logging.getLogger("district")


Lifespan = Callable[[Litestar], AbstractAsyncContextManager[None]]


def build_app(district: District, lifespan: Sequence[Lifespan] = (), *, secure: bool = False) -> Litestar:
    """The application; any number of processes may serve the same district. `secure`: it is reached over TLS."""
    said = ConsoleFailures(Renderer(district))

    def http_failure(request: AnyRequest, failure: HTTPException) -> Response[Any]:
        # A path that no handler has never gets as far as the console's own router.
        of_console = request.url.path.startswith("/console")
        return said.http(request, failure) if of_console else _http_failure(request, failure)

    return Litestar(
        route_handlers=[*station_routes(district), *page_routes(district), console_routes(district, secure=secure)],
        exception_handlers={
            RequestRefused: _refused,
            HTTPException: http_failure,
            OperationalError: _database_failure,
            Exception: _bug,
        },
        lifespan=list(lifespan),
        openapi_config=None,
        logging_config=None,
    )


def _refused(_: AnyRequest, refused: RequestRefused) -> Response[bytes]:
    return Response(
        refused.body(), status_code=refused.status, headers=refused.headers(), media_type="application/json"
    )


_GONE = "client disconnected prematurely"
"""Litestar's words, with status 500, for a line that broke while a request came: nobody's bug, and nobody hears the answer."""


def _http_failure(request: AnyRequest, failure: HTTPException) -> Response[bytes]:
    if failure.detail == _GONE:
        return _refused(request, RequestRefused(400, "not_our_message"))
    if failure.status_code >= 500:
        return _bug(request, failure)
    reason = {413: "too_large"}.get(failure.status_code, "not_our_message")
    return _refused(request, RequestRefused(failure.status_code, reason))


def _database_failure(request: AnyRequest, failure: OperationalError) -> Response[bytes]:
    if not is_busy(failure):
        return _bug(request, failure)
    return _refused(request, RequestRefused(503, "busy", BUSY_RETRY_SECONDS))


def _bug(request: AnyRequest, error: Exception) -> Response[bytes]:
    if is_full(error):
        log.warning("%s %s: %s", request.method, request.url.path, DistrictDiskFull().en)
        return _refused(request, RequestRefused(503, "busy", FULL_RETRY_SECONDS))
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    said = words("busy")
    body = msgspec.json.encode(RefusalBody("server_fault", said.zh, said.en))
    return Response(body, status_code=500, media_type="application/json")
