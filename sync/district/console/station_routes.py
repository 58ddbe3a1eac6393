"""The stations: their words, one-time codes, PCs. `/console/stations…`; and who may sign in, `/console/users`."""

import msgspec
from litestar.handlers import HTTPRouteHandler

from forms.failures import InputFailure
from sync.district.clock_watch import confirm
from sync.district.console.access import Access, Asked, NotFound
from sync.district.console.happening_view import Happenings
from sync.district.console.pages import Page, html
from sync.district.console.rendering import Renderer
from sync.district.console.station_view import read_set_apart, read_stations
from sync.district.database.engine import reading, writing
from sync.district.devices import revoke
from sync.district.district import District
from sync.district.stations import add_station, make_code, station_settings
from sync.district.users import User, add_user, list_users, record_look
from sync.protocol.enrolment import HOURS_VALID
from sync.protocol.messages import SettingsDocument

_FIELDS = ("station_name", "village_name", "township_name", "enquiry_phone", "complaint_phone")


class StationPages:
    def __init__(self, district: District, renderer: Renderer) -> None:
        self._district = district
        self._renderer = renderer

    def show(self, asked: Asked) -> Page:
        return self._show(asked)

    def save(self, asked: Asked) -> Page:
        """A new station, or other words for one there is: every desk of it gets them with the next sync."""
        code = asked.value("station")
        try:
            if any(not asked.value(name) for name in _FIELDS):
                raise InputFailure("站名、村名、乡镇和两个电话都要填。", "Every field is needed.")
            with writing(self._district.engine) as connection:
                add_station(connection, self._district, code, self._settings(asked, code), asked.user.login)
                record_look(connection, self._district, asked.user.login, "station_settings", code)
        except InputFailure as failure:
            return self._show(asked, failure.zh)
        return asked.go_to("stations")

    def code(self, asked: Asked) -> Page:
        """A one-time code, shown once."""
        station = asked.path["station"]
        with writing(self._district.engine) as connection:
            if station_settings(connection, self._district, station) is None:
                raise NotFound(station)
            code = make_code(connection, self._district, station, self._district.now())
            record_look(connection, self._district, asked.user.login, "enrolment_code", station)
        return self._show(asked, new_code=(station, code))

    def revoke(self, asked: Asked) -> Page:
        station, device = asked.path["station"], asked.path["device"]
        with writing(self._district.engine) as connection:
            revoke(connection, self._district, station, device, self._district.now().isoformat(timespec="seconds"))
            record_look(connection, self._district, asked.user.login, "revoke_device", f"{station}/{device}")
        return asked.go_to("stations")

    def confirm_clock(self, asked: Asked) -> Page:
        """The server's clock is right, whatever it looked like."""
        confirm(self._district, asked.user.login)
        return asked.go_to("stations")

    def users(self, asked: Asked) -> Page:
        return self._users(asked)

    def add_user(self, asked: Asked) -> Page:
        role, township = asked.value("role"), asked.value("township")
        try:
            new = User(
                asked.value("login"),
                asked.value("name"),
                "district" if role == "district" else "township",
                "" if role == "district" else township,
                asked.value("office"),
                asked.value("phone"),
            )
            with writing(self._district.engine) as connection:
                add_user(connection, self._district, new, asked.value("password"))
                record_look(connection, self._district, asked.user.login, "add_user", new.login)
        except InputFailure as failure:
            return self._users(asked, failure.zh)
        return asked.go_to("users")

    def _settings(self, asked: Asked, code: str) -> SettingsDocument:
        with reading(self._district.engine) as connection:
            known = station_settings(connection, self._district, code) or self._district.settings.for_station()
        villages = tuple(asked.value("villages").replace("，", " ").replace("、", " ").split())
        changed = {name: asked.value(name) for name in _FIELDS}
        return msgspec.structs.replace(known, villages=villages, **changed)

    def _show(self, asked: Asked, problem: str = "", new_code: tuple[str, str] | None = None) -> Page:
        with reading(self._district.engine) as connection:
            happenings = Happenings(connection, self._district)
            told = happenings.of_district()
            stations = read_stations(connection, self._district, happenings)
            apart = read_set_apart(connection, self._district)
        text = self._renderer.page(
            asked.root,
            "stations.html",
            visit=asked.visit,
            here="stations",
            problem=problem,
            told=told,
            stations=stations,
            apart=apart,
            new_code=new_code,
            given={name: values[-1] for name, values in asked.form.items()} if problem else {},
            hours=HOURS_VALID,
            settings=self._district.settings,
        )
        return html(text, 422 if problem else 200)

    def _users(self, asked: Asked, problem: str = "") -> Page:
        with reading(self._district.engine) as connection:
            users = list_users(connection, self._district)
        given = {name: values[-1] for name, values in asked.form.items() if name != "password"} if problem else {}
        text = self._renderer.page(
            asked.root, "users.html", visit=asked.visit, here="users", problem=problem, users=users, given=given
        )
        return html(text, 422 if problem else 200)


def station_routes(district: District, renderer: Renderer, access: Access) -> list[HTTPRouteHandler]:
    parts = StationPages(district, renderer)
    return [
        access.get("/stations", parts.show, district_only=True),
        access.post("/stations", parts.save, district_only=True, again=parts._show),
        access.post("/stations/{station:str}/code", parts.code, district_only=True),
        access.post("/stations/{station:str}/devices/{device:str}/revoke", parts.revoke, district_only=True),
        access.post("/clock", parts.confirm_clock, district_only=True),
        access.get("/users", parts.users, district_only=True),
        access.post("/users", parts.add_user, district_only=True, again=parts._users),
    ]
