"""The console's words for what goes wrong, and the headers that every answer of it carries."""

import logging

from litestar.exceptions import HTTPException
from sqlalchemy.exc import OperationalError

from forms.failures import Failure
from sync.district.console.access import AnyRequest, root_of
from sync.district.console.pages import Page, html
from sync.district.console.rendering import Renderer
from sync.district.database.engine import is_busy
from sync.district.full_disk import DistrictDiskFull, is_full
from sync.district.refusals import RequestRefused

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


def secured(response: Page) -> Page:
    response.headers.update(HEADERS)
    if "cache-control" not in {name.lower() for name in response.headers}:
        response.headers["Cache-Control"] = "no-store"
    return response


class ConsoleFailures:
    """A page in words for each way of failing; never a trace."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer

    def not_allowed(self, request: AnyRequest, __: Exception) -> Page:
        return self._say(request, 403, "这一页不归您看，或者这张表单已经过期。请从办件列表重新打开。")

    def not_found(self, request: AnyRequest, __: Exception) -> Page:
        return self._say(request, 404, "没有这一页。请从办件列表重新打开。")

    def refused(self, request: AnyRequest, refused: RequestRefused) -> Page:
        return self._say(request, refused.status, "这一页还没有传上来，等站里联网后再看。")

    def http(self, request: AnyRequest, failure: HTTPException) -> Page:
        if failure.status_code >= 500:
            return self.bug(request, failure)
        if failure.status_code == 413 and request.url.path.endswith("/sticks"):
            return self._say(
                request,
                413,
                "这个文件太大，网页收不了，也没有存下任何东西。请管理员在服务器上用 district-server import-bundle 接收。",
            )
        if failure.status_code == 413:
            return self._say(request, 413, "文件太大，一次最多 20 MB。没有存下任何东西，请换小一点的文件。")
        return self._say(request, failure.status_code, "没有这一页。请从办件列表重新打开。")

    def failure(self, request: AnyRequest, failure: Failure) -> Page:
        return self._say(request, 422, failure.zh)

    def database(self, request: AnyRequest, failure: OperationalError) -> Page:
        if not is_busy(failure):
            return self.bug(request, failure)
        return self._say(request, 503, "服务器正忙，这一步没有办成，也没有丢东西。请过几秒再按一次。")

    def bug(self, request: AnyRequest, error: Exception) -> Page:
        if is_full(error):
            log.warning("%s %s: %s", request.method, request.url.path, DistrictDiskFull().en)
            return self._say(request, 507, DistrictDiskFull().zh)
        log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return self._say(
            request, 500, "这一步没有办成，已经记下来了。办件的内容没有变，请返回再试；还不行请告诉管理员。"
        )

    def _say(self, request: AnyRequest, status: int, words: str) -> Page:
        return secured(html(self._renderer.page(root_of(request), "failure.html", words=words), status))
