"""Who asks: the session's cookie, the form's token, the role. What one handler is given, and how it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from anyio import CapacityLimiter, to_thread
from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.handlers import HTTPRouteHandler

from forms.failures import InputFailure
from sync.district.database.engine import reading
from sync.district.district import District
from sync.district.users import User, Visit, same_secret, visit

COOKIE = "district_session"
MAX_UPLOAD_BYTES = 21 << 20

AnyRequest = Request[Any, Any, Any]
Page = Response[Any]


class NotSignedIn(Exception):
    """Nobody is signed in, or no longer: the sign-in page is shown."""


class NotAllowed(Exception):
    """Signed in, but this is not theirs to see or to do."""


class NotFound(Exception):
    """There is no such page, case, station or form."""


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes


@dataclass(frozen=True)
class Asked:
    """One request of a signed-in user: the parts of the path, the query, and what a form carried."""

    visit: Visit
    path: Mapping[str, str]
    query: Mapping[str, str]
    session: str = field(repr=False)
    form: Mapping[str, list[str]] = field(default_factory=dict)
    uploads: Mapping[str, list[Upload]] = field(default_factory=dict)

    @property
    def user(self) -> User:
        return self.visit.user

    def value(self, name: str) -> str:
        """A field of the form, without blanks around it; empty where it was not sent."""
        return (self.form.get(name) or [""])[-1].strip()

    def upload(self, name: str) -> Upload | None:
        """The file of a field that takes one."""
        files = self.uploads.get(name)
        return files[-1] if files else None

    def number(self, name: str) -> int:
        """A whole number of the form, 0 where it is none."""
        text = self.value(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0

    def op_id(self) -> bytes:
        """The form's own name, 16 bytes. Raises `InputFailure` for a form that is not ours."""
        try:
            op_id = bytes.fromhex(self.value("act"))
        except ValueError:
            op_id = b""
        if len(op_id) != 16:
            raise InputFailure("这张表单不完整，请刷新页面再填一次。", "This form is not complete; reload the page.")
        return op_id


Show = Callable[[Asked], Page]


class Access:
    """Builds the handlers of the console: each is given only requests of somebody who may ask."""

    def __init__(self, district: District) -> None:
        self._district = district

    def get(self, path: str, show: Show, *, district_only: bool = False) -> HTTPRouteHandler:
        @get(path)
        async def handler(request: AnyRequest) -> Page:
            return await to_thread.run_sync(lambda: show(self._asked(request, district_only)))

        return handler

    def post(
        self,
        path: str,
        act: Show,
        *,
        district_only: bool = False,
        most_bytes: int = MAX_UPLOAD_BYTES,
        limiter: CapacityLimiter | None = None,
    ) -> HTTPRouteHandler:
        @post(path, status_code=200, request_max_body_size=most_bytes)
        async def handler(request: AnyRequest) -> Page:
            # Before the body is read: whoever has no session sends nothing that is kept.
            asked = await to_thread.run_sync(self._asked, request, district_only)
            values, uploads = await read_form(request)

            def run() -> Page:
                if not same_secret((values.get("csrf") or [""])[-1], asked.visit.csrf):
                    raise NotAllowed
                return act(Asked(asked.visit, asked.path, asked.query, asked.session, values, uploads))

            return await to_thread.run_sync(run, limiter=limiter)

        return handler

    def _asked(self, request: AnyRequest, district_only: bool) -> Asked:
        with reading(self._district.engine) as connection:
            token = request.cookies.get(COOKIE, "")
            found = visit(connection, self._district, token)
        if found is None:
            raise NotSignedIn
        if district_only and found.user.role != "district":
            raise NotAllowed
        return Asked(found, request.path_params, dict(request.query_params), token)


async def read_form(request: AnyRequest) -> tuple[dict[str, list[str]], dict[str, list[Upload]]]:
    """The fields of a form and the files that came with it; a file input left empty is no file."""
    values: dict[str, list[str]] = {}
    uploads: dict[str, list[Upload]] = {}
    for name, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                uploads.setdefault(name, []).append(Upload(value.filename, await value.read()))
        else:
            values.setdefault(name, []).append(str(value))
    return values, uploads


def html(text: str, status: int = 200) -> Page:
    return Response(text, status_code=status, media_type="text/html; charset=utf-8")


def go_to(path: str) -> Page:
    """After a form has been done: the browser asks for the next page, so that reloading sends nothing again."""
    return Response(None, status_code=303, headers={"Location": path})
