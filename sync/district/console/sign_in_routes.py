"""Signing in and out, and one's own password: `/console/sign-in`, `/console/sign-out`, `/console/password`."""

from anyio import CapacityLimiter, to_thread
from litestar import get, post
from litestar.datastructures import Cookie
from litestar.handlers import HTTPRouteHandler

from forms.failures import InputFailure
from sync.district.console.access import COOKIE, Access, AnyRequest, Asked, read_form, root_of
from sync.district.console.pages import Page, go_to, html
from sync.district.console.rendering import Renderer
from sync.district.database.engine import writing
from sync.district.district import District
from sync.district.user_changes import change_password
from sync.district.users import LONGEST_SESSION, sign_in, sign_out

MAX_SIGN_IN_BYTES = 16 * 1024
TRIES_AT_ONCE = 2
"""Each try of a password takes 64 MB: guessing must not take the memory that the stations need."""


def sign_in_routes(
    district: District, renderer: Renderer, access: Access, trying: CapacityLimiter, *, secure: bool
) -> list[HTTPRouteHandler]:
    @get("/sign-in")
    async def show(request: AnyRequest) -> Page:
        return html(renderer.page(root_of(request), "sign_in.html", problem="", login=""))

    @post("/sign-in", status_code=200, request_max_body_size=MAX_SIGN_IN_BYTES)
    async def enter(request: AnyRequest) -> Page:
        values, _ = await read_form(request)
        login, password = ((values.get(name) or [""])[-1] for name in ("login", "password"))
        try:
            token = await to_thread.run_sync(sign_in, district, login.strip(), password, limiter=trying)
        except InputFailure as failure:
            return html(renderer.page(root_of(request), "sign_in.html", problem=failure.zh, login=login), 422)
        return _come_in(root_of(request), token, secure)

    def password(asked: Asked) -> Page:
        return html(renderer.page(asked.root, "password.html", visit=asked.visit, here="password", problem=""))

    def change(asked: Asked) -> Page:
        """One's own password: every session of before ends, this one goes on under a new name."""
        old, new, again = ((asked.form.get(name) or [""])[-1] for name in ("old", "new", "again"))
        try:
            if new != again:
                raise InputFailure("两次输的新密码不一样，请再输一遍。", "The two new passwords differ.")
            token = change_password(district, asked.user.login, old, new)
        except InputFailure as failure:
            return html(
                renderer.page(asked.root, "password.html", visit=asked.visit, here="password", problem=failure.zh), 422
            )
        return _come_in(asked.root, token, secure)

    def leave(asked: Asked) -> Page:
        with writing(district.engine) as connection:
            sign_out(connection, district, asked.session)
        return asked.go_to("sign-in")

    def home(asked: Asked) -> Page:
        return asked.go_to("cases")

    return [
        show,
        enter,
        access.post("/sign-out", leave),
        access.get("/", home),
        access.get("/password", password),
        access.post("/password", change, most_bytes=MAX_SIGN_IN_BYTES, limiter=trying),
    ]


def _come_in(root: str, token: str, secure: bool) -> Page:
    cookie = Cookie(
        key=COOKIE,
        value=token,
        # None of its own: the browser takes the console's, whatever a proxy puts before it.
        path="",
        httponly=True,
        samesite="strict",
        secure=secure,
        max_age=int(LONGEST_SESSION.total_seconds()),
    )
    answer = go_to(f"{root}/cases")
    answer.cookies.append(cookie)
    return answer
