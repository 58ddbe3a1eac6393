"""Publishing: look at what it would change first, then publish. `/console/publish…`."""

from litestar.handlers import HTTPRouteHandler
from sqlalchemy import delete, insert, select

from forms.catalogue.loader import decode_catalogue, encode_catalogue, load_items
from forms.failures import InputFailure
from forms.workdays import encode_calendar, load_calendars
from sync.district.console.access import Access, Asked
from sync.district.console.pages import Page, html
from sync.district.console.rendering import Renderer
from sync.district.database.engine import reading, writing
from sync.district.database.tables import setting
from sync.district.district import District
from sync.district.publications import current_calendar, history
from sync.district.publishing import Proposal, items_from_zip, propose, publish_calendar, publish_catalogue
from sync.district.users import record_look


class PublishPages:
    def __init__(self, district: District, renderer: Renderer) -> None:
        self._district = district
        self._renderer = renderer

    def show(self, asked: Asked) -> Page:
        return self._show(asked)

    def look(self, asked: Asked) -> Page:
        """What publishing the chosen items would mean; nothing is published yet."""
        upload = asked.upload("items")
        try:
            if upload is None and asked.value("source") != "bundled":
                raise InputFailure("请先选事项文件的压缩包（zip）。", "Choose the archive of item files first.")
            items = load_items() if upload is None else items_from_zip(upload.content)
        except InputFailure as failure:
            return self._show(asked, failure.zh)
        with writing(self._district.engine) as connection:
            proposal = propose(connection, self._district, items)
            where = (setting.c.district == self._district.code, setting.c.name == self._draft(asked))
            connection.execute(delete(setting).where(*where))
            text = encode_catalogue(proposal.catalogue).decode()
            connection.execute(
                insert(setting).values(district=self._district.code, name=self._draft(asked), value=text)
            )
        return self._show(asked, proposal=proposal)

    def publish(self, asked: Asked) -> Page:
        """Publishes exactly what was looked at."""
        where = (setting.c.district == self._district.code, setting.c.name == self._draft(asked))
        with writing(self._district.engine) as connection:
            text = connection.execute(select(setting.c.value).where(*where)).scalar()
            if text is not None:
                proposal = propose(connection, self._district, decode_catalogue(text.encode()).items)
                publish_catalogue(connection, self._district, proposal, asked.user.login)
                connection.execute(delete(setting).where(*where))
                record_look(connection, self._district, asked.user.login, "publish", "catalogue")
        return asked.go_to("publish")

    def calendar(self, asked: Asked) -> Page:
        upload = asked.upload("calendar")
        try:
            if upload is None and asked.value("source") != "bundled":
                raise InputFailure("请先选工作日历文件。", "Choose the calendar file first.")
            document = encode_calendar(load_calendars()) if upload is None else upload.content
            with writing(self._district.engine) as connection:
                publish_calendar(connection, self._district, document, asked.user.login)
                record_look(connection, self._district, asked.user.login, "publish", "calendar")
        except InputFailure as failure:
            return self._show(asked, failure.zh)
        return asked.go_to("publish")

    def _show(self, asked: Asked, problem: str = "", proposal: Proposal | None = None) -> Page:
        with reading(self._district.engine) as connection:
            catalogues = history(connection, self._district, "catalogue", limit=10)
            years = sorted(current_calendar(connection, self._district).years)
        today = self._district.now()
        wanted = [today.year, today.year + 1] if today.month >= 11 else [today.year]
        text = self._renderer.page(
            asked.root,
            "publish.html",
            visit=asked.visit,
            here="publish",
            problem=problem,
            proposal=proposal,
            catalogues=catalogues,
            years=years,
            missing_years=[year for year in wanted if year not in years],
        )
        return html(text, 422 if problem else 200)

    @staticmethod
    def _draft(asked: Asked) -> str:
        return f"proposal/{asked.user.login}"[:60]


def publish_routes(district: District, renderer: Renderer, access: Access) -> list[HTTPRouteHandler]:
    parts = PublishPages(district, renderer)
    return [
        access.get("/publish", parts.show, district_only=True),
        access.post("/publish/look", parts.look, district_only=True),
        access.post("/publish/catalogue", parts.publish, district_only=True),
        access.post("/publish/calendar", parts.calendar, district_only=True),
    ]
