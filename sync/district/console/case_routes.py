"""The queue and the case page: `/console/cases…`."""

from hashlib import sha256
from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from sqlalchemy import select

from forms.control_characters import without_control
from forms.failures import InputFailure
from sync.district import pages
from sync.district.console.access import Access, Asked, NotAllowed, NotFound
from sync.district.console.act_forms import read_act
from sync.district.console.case_view import view_case
from sync.district.console.pages import Page, html
from sync.district.console.queue import FILTERS, read_queue
from sync.district.console.rendering import Renderer
from sync.district.database.engine import reading, writing
from sync.district.database.tables import case_page, case_row
from sync.district.district import District
from sync.district.result_file import media_type
from sync.district.review import perform
from sync.district.users import record_look


class CasePages:
    """What the handlers of this part share: the district and its templates."""

    def __init__(self, district: District, renderer: Renderer) -> None:
        self._district = district
        self._renderer = renderer

    def queue(self, asked: Asked) -> Page:
        chosen = asked.query.get("show", "open")
        query = asked.query.get("q", "")[:100]
        number = asked.query.get("page", "1")
        with reading(self._district.engine) as connection:
            queue = read_queue(
                connection,
                self._district,
                asked.user,
                chosen,
                query,
                int(number) if number.isdecimal() and len(number) < 6 else 1,
            )
        with writing(self._district.engine) as connection:
            about = f"{chosen} {queue.page}"
            record_look(connection, self._district, asked.user.login, "list_cases", about, without_control(query))
        return html(
            self._renderer.page(
                asked.root,
                "queue.html",
                visit=asked.visit,
                queue=queue,
                filters=FILTERS,
                chosen=chosen,
                query=query,
                here="cases",
            )
        )

    def case(self, asked: Asked) -> Page:
        """A whole case."""
        return self._case(asked)

    def act(self, asked: Asked) -> Page:
        """One of the forms of a case page. What cannot be done shows the page again, with what was filled in."""
        case_id = asked.path["case_id"]
        try:
            self._check_visible(asked)
            perform(self._district, asked.user.officer, case_id, asked.op_id(), read_act(self._district, asked))
        except InputFailure as failure:
            return self._case(asked, problem=failure.zh, status=422)
        return asked.go_to(f"cases/{quote(case_id, safe='')}")

    def act_again(self, asked: Asked, words: str) -> Page:
        """The page with what was filled in before the session ended; nothing has been done."""
        self._check_visible(asked)
        return self._case(asked, problem=words)

    def reveal(self, asked: Asked) -> Page:
        """The full numbers, once, and a line in the audit that says who looked."""
        self._check_visible(asked)
        return self._case(asked, revealed=True)

    def page(self, asked: Asked) -> Page:
        """One scanned page, as it came."""
        case_id, wanted = asked.path["case_id"], asked.path["sha256"]
        self._check_visible(asked)
        with reading(self._district.engine) as connection:
            station = connection.execute(
                select(case_page.c.station).where(
                    case_page.c.district == self._district.code,
                    case_page.c.case_id == case_id,
                    case_page.c.sha256 == wanted,
                )
            ).scalar()
        if station is None:
            raise NotFound(wanted)
        content = pages.read_page(self._district, station, wanted).read_bytes()
        self._record(asked, "open_page", wanted)
        kind = media_type(content)
        # Not kept by the browser: an identity card would lie on the disk of a PC that several clerks share.
        headers = {"Content-Disposition": "inline" if kind else "attachment", "Cache-Control": "no-store"}
        return Response(content, media_type=kind or "application/octet-stream", headers=headers)

    def _record(self, asked: Asked, act: str, detail: str = "") -> None:
        with writing(self._district.engine) as connection:
            record_look(connection, self._district, asked.user.login, act, asked.path["case_id"], detail)

    def _check_visible(self, asked: Asked) -> None:
        with reading(self._district.engine) as connection:
            township = connection.execute(
                select(case_row.c.township).where(
                    case_row.c.district == self._district.code, case_row.c.case_id == asked.path["case_id"]
                )
            ).scalar()
        if township is None:
            raise NotFound(asked.path["case_id"])
        if asked.user.role == "township" and township != asked.user.township:
            raise NotAllowed

    def _case(self, asked: Asked, problem: str = "", status: int = 200, revealed: bool = False) -> Page:
        """The page; that somebody looked is kept, however they came to it: anybody's name and situation stand on it."""
        with reading(self._district.engine) as connection:
            view = view_case(connection, self._district, asked.user, asked.path["case_id"], revealed)
        self._record(asked, "reveal_identity" if revealed else "open_case")
        given: dict[str, Any] = {name: values[-1] for name, values in asked.form.items()} if problem else {}
        text = self._renderer.page(
            asked.root,
            "case.html",
            visit=asked.visit,
            view=view,
            problem=problem,
            given=given,
            ticked=asked.form.get("material", []) if problem else [],
            failed_act=asked.path.get("act", ""),
            new_act=self._new_act(),
            here="cases",
        )
        return html(text, status)

    def _new_act(self) -> Any:
        """A name for each form of this page: sent twice, it is done once."""
        seed = self._district.random(16)
        return lambda name: sha256(seed + name.encode()).hexdigest()[:32]


def case_routes(district: District, renderer: Renderer, access: Access) -> list[HTTPRouteHandler]:
    parts = CasePages(district, renderer)
    return [
        access.get("/cases", parts.queue),
        access.get("/cases/{case_id:str}", parts.case),
        access.get("/cases/{case_id:str}/pages/{sha256:str}", parts.page),
        access.post("/cases/{case_id:str}/reveal", parts.reveal),
        access.post("/cases/{case_id:str}/act/{act:str}", parts.act, again=parts.act_again),
    ]
