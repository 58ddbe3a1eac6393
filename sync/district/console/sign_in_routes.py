"""Signing in and out: `/console/sign-in`, `/console/sign-out`."""

from anyio import to_thread
from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.handlers import HTTPRouteHandler

from forms.failures import InputFailure
from sync.district.console.access import COOKIE, Access, AnyRequest, Asked, Page, go_to, html, read_form
from sync.district.console.rendering import Renderer
from sync.district.database.engine import writing
from sync.district.district import District
from sync.district.users import SESSION_HOURS, sign_in, sign_out

MAX_SIGN_IN_BYTES = 16 * 1024


def sign_in_routes(district: District, renderer: Renderer, access: Access, *, secure: bool) -> list[HTTPRouteHandler]:
    @get("/sign-in")
    async def show() -> Page:
        return html(renderer.page("sign_in.html", problem="", login=""))

    @post("/sign-in", status_code=200, request_max_body_size=MAX_SIGN_IN_BYTES)
    async def enter(request: AnyRequest) -> Page:
        values, _ = await read_form(request)
        login, password = ((values.get(name) or [""])[-1] for name in ("login", "password"))
        try:
            token = await to_thread.run_sync(sign_in, district, login.strip(), password)
        except InputFailure as failure:
            return html(renderer.page("sign_in.html", problem=failure.zh, login=login), 422)
        cookie = Cookie(
            key=COOKIE,
            value=token,
            path="/console",
            httponly=True,
            samesite="strict",
            secure=secure,
            max_age=SESSION_HOURS * 3600,
        )
        return Response(None, status_code=303, headers={"Location": "/console/cases"}, cookies=[cookie])

    def leave(asked: Asked) -> Page:
        with writing(district.engine) as connection:
            sign_out(connection, district, asked.session)
        return go_to("/console/sign-in")

    def home(_: Asked) -> Page:
        return go_to("/console/cases")

    return [show, enter, access.post("/sign-out", leave), access.get("/", home)]
