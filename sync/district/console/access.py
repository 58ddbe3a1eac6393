"""Who asks: the session's cookie, the form's token, the role. What one handler is given, and how it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs

from anyio import CapacityLimiter, to_thread
from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.exceptions import ClientException
from litestar.handlers import HTTPRouteHandler

from forms.failures import InputFailure
from sync.district.console.ended_session import PASSWORD_AGAIN, EndedSession, kept
from sync.district.console.pages import Page, go_to
from sync.district.database.engine import reading, writing
from sync.district.district import District
from sync.district.users import (
    User,
    Visit,
    has_ended,
    last_visit,
    may_be_prolonged,
    prolong,
    same_secret,
)

COOKIE = "district_session"
ROOT = "/console"
MAX_UPLOAD_BYTES = 21 << 20
MAX_TEXT_BYTES = 256 << 10
"""Of a form without files: bounded before it is taken apart, which takes memory and the server's only loop."""
LONGEST_TEXT = 4000

AnyRequest = Request[Any, Any, Any]


class NotSignedIn(Exception):
    """Nobody is signed in, or no longer: the sign-in page is shown."""


class SessionEnded(NotSignedIn):
    """The session was good and has run out: whose it was."""

    def __init__(self, visit: Visit) -> None:
        super().__init__()
        self.visit = visit


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
    """One request of a signed-in user: the parts of the path, the query, and what a form carried. `root`: the way from its
    page to the console's root.
    """

    visit: Visit
    path: Mapping[str, str]
    query: Mapping[str, str]
    session: str = field(repr=False)
    root: str = "."
    form: Mapping[str, list[str]] = field(default_factory=dict)
    uploads: Mapping[str, list[Upload]] = field(default_factory=dict)

    @property
    def user(self) -> User:
        return self.visit.user

    def value(self, name: str) -> str:
        """A field of the form, without blanks around it; empty where it was not sent. Raises `InputFailure` for one that is longer
        than anything an officer writes: the page bounds it too, but a page is not believed.
        """
        text = (self.form.get(name) or [""])[-1].strip()
        if len(text) > LONGEST_TEXT:
            raise InputFailure(
                f"写得太长了，一处最多 {LONGEST_TEXT} 个字，请缩短一些。",
                f"At most {LONGEST_TEXT} characters in one field.",
            )
        return text

    def upload(self, name: str) -> Upload | None:
        """The file of a field that takes one."""
        files = self.uploads.get(name)
        return files[-1] if files else None

    def number(self, name: str) -> int:
        """A whole number of the form, 0 where it is none."""
        text = self.value(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0

    def go_to(self, page: str) -> Page:
        """On to a page of the console, such as `cases`."""
        return go_to(f"{self.root}/{page}")

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
Again = Callable[[Asked, str], Page]


class Access:
    """Builds the handlers of the console: each is given only requests of somebody who may ask."""

    def __init__(self, district: District, ended: EndedSession) -> None:
        self._district, self._ended = district, ended

    def get(self, path: str, show: Show, *, district_only: bool = False) -> HTTPRouteHandler:
        @get(path)
        async def handler(request: AnyRequest) -> Page:
            asked = await to_thread.run_sync(self._asked, request, district_only)
            return await to_thread.run_sync(show, asked)

        return handler

    def post(
        self,
        path: str,
        act: Show,
        *,
        district_only: bool = False,
        most_bytes: int = MAX_UPLOAD_BYTES,
        limiter: CapacityLimiter | None = None,
        again: Again | None = None,
    ) -> HTTPRouteHandler:
        """`again` shows the form with what was filled in, for one whose session ended while they wrote; None: nothing to write."""

        @post(path, status_code=200, request_max_body_size=most_bytes)
        async def handler(request: AnyRequest) -> Page:
            # Before the body is read: whoever has no session sends nothing that is kept.
            try:
                asked = await to_thread.run_sync(self._asked, request, district_only)
            except SessionEnded as ended:
                if again is None:
                    raise
                return await self._come_back(request, ended.visit, again, district_only)
            values, uploads = await read_form(request)

            def run() -> Page:
                if not same_secret((values.get("csrf") or [""])[-1], asked.visit.csrf):
                    raise NotAllowed
                return act(replace(asked, form=values, uploads=uploads))

            return await to_thread.run_sync(run, limiter=limiter)

        return handler

    def _asked(self, request: AnyRequest, district_only: bool) -> Asked:
        token = request.cookies.get(COOKIE, "")
        with reading(self._district.engine) as connection:
            found = last_visit(connection, self._district, token)
        if found is None:
            raise NotSignedIn
        if has_ended(self._district, found):
            raise SessionEnded(found)
        if district_only and found.user.role != "district":
            raise NotAllowed
        if may_be_prolonged(self._district, token, found):
            with writing(self._district.engine) as connection:
                prolong(connection, self._district, token)
        return Asked(found, request.path_params, dict(request.query_params), token, root_of(request))

    async def _come_back(self, request: AnyRequest, visit: Visit, again: Again, district_only: bool) -> Page:
        """Only whoever held a session here has anything read that they send."""
        values, uploads = await read_form(request)
        form = kept(values)
        password = (values.get(PASSWORD_AGAIN) or [""])[-1]
        if not password:
            return self._ended.ask(root_of(request), visit, form, with_files=bool(uploads))
        refused = await self._ended.renew(root_of(request), visit, form, request.cookies.get(COOKIE, ""), password)
        if refused is not None:
            return refused
        asked = await to_thread.run_sync(self._asked, request, district_only)
        return await to_thread.run_sync(again, replace(asked, form=form), self._ended.words(form))


async def _bounded_body(request: AnyRequest) -> bytes:
    """Never more in memory than a form without files may have, whatever was announced. Raises `ClientException` (413)."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_TEXT_BYTES:
            raise ClientException("the form is too large", status_code=413)
    return bytes(body)


async def read_form(request: AnyRequest) -> tuple[dict[str, list[str]], dict[str, list[Upload]]]:
    """The fields of a form and the files that came with it; a file input left empty is no file."""
    if not request.headers.get("content-type", "").lower().startswith("multipart/"):
        return parse_qs((await _bounded_body(request)).decode("utf-8", "replace"), keep_blank_values=True), {}
    values: dict[str, list[str]] = {}
    uploads: dict[str, list[Upload]] = {}
    for name, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                uploads.setdefault(name, []).append(Upload(value.filename, await value.read()))
        else:
            values.setdefault(name, []).append(str(value))
    return values, uploads


def root_of(request: AnyRequest) -> str:
    """The way from the page of this request to the console's root, as a relative reference: the console does not know under
    which path a proxy shows it.
    """
    way = bytes(request.scope.get("raw_path") or request.url.path.encode()).partition(b"?")[0]
    deep = way.partition(ROOT.encode())[2].count(b"/")
    return "/".join([".."] * (deep - 1)) or "." if deep else ROOT.strip("/")
