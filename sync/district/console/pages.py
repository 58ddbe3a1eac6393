"""How a handler of the console answers: a page, or the way to the next one."""

from typing import Any

from litestar import Response

Page = Response[Any]


def html(text: str, status: int = 200) -> Page:
    return Response(text, status_code=status, media_type="text/html; charset=utf-8")


def go_to(path: str) -> Page:
    """After a form has been done: the browser asks for the next page, so that reloading sends nothing again. `path` is relative
    to the page that asked.
    """
    return Response(None, status_code=303, headers={"Location": path})
