"""What befell the stations, read from the database for the stations page."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, Select, and_, func, or_, select

from forms.dates import china_time
from sync.district.console import happening_words as words
from sync.district.console.happening_words import Progress, StationAfter, Told
from sync.district.database.tables import chain, device, event, feed, ledger, page, station
from sync.district.district import District, incarnation
from sync.district.happenings import CLOCK, PUT_BACK, Happening, recent
from sync.district.parked import count_parked
from sync.protocol.messages import SettingsDocument


class Happenings:
    """What happened lately, told of the whole district and of each station. `devices`: rows of the table of PCs."""

    def __init__(self, connection: Connection, district: District) -> None:
        self._connection, self._district = connection, district
        self._now = district.now()
        self._recent = recent(connection, district)
        self._parked = count_parked(connection, district)

    def of_district(self) -> tuple[Told, ...]:
        """The last time that the data was put back, and the last of the clock, while they are news."""
        last = next((each for each in self._recent if each.kind in PUT_BACK), None)
        told = () if last is None else (words.put_back(last, self._stations_after(last), self._now),)
        clock = next((each for each in self._recent if each.kind in CLOCK), None)
        return told if clock is None else (*told, words.clock(clock, self._now))

    def of_station(self, code: str) -> tuple[Told, ...]:
        """The newest first."""
        ours = [each for each in self._recent if each.station == code]
        waiting = self._parked.get(code, 0)
        told = [words.parked(waiting) if waiting else None, *(self._tell(each, ours) for each in ours)]
        return tuple(each for each in told if each is not None)

    def _tell(self, happening: Happening, ours: Sequence[Happening]) -> Told | None:
        if happening.kind == "judged_anew":
            return words.judged_anew(happening, self._now)
        if happening.kind == "unknown_pc":
            return self._tell_unknown(happening, ours)
        if happening.kind == "history_differs":
            return self._tell_beginnings(happening, ours)
        if happening.kind == "enrolled":
            return self._tell_enrolled(happening)
        return None

    def _tell_unknown(self, happening: Happening, ours: Sequence[Happening]) -> Told | None:
        """The last time it knocked, unless a PC of that code has been enrolled again since."""
        newer = ours[: ours.index(happening)]
        same = any((each.kind, each.device) == ("unknown_pc", happening.device) for each in newer)
        came_in = any((each.kind, each.detail) == ("enrolled", happening.device) for each in newer)
        return None if same or came_in else words.unknown_pc(happening, self._now)

    def _tell_beginnings(self, happening: Happening, ours: Sequence[Happening]) -> Told | None:
        """One sentence for each PC, at its newest."""
        pc = happening.device
        same = [each for each in ours if (each.kind, each.device) == ("history_differs", pc)]
        if happening is not same[0]:
            return None
        at = [each.at for each in same]
        newer = ours[: ours.index(happening)]
        if words.are_clones(at, self._now) and any((each.kind, each.detail) == ("enrolled", pc) for each in newer):
            return words.taken_apart(pc)
        return words.new_beginnings(pc, at, self._sent_again(happening), self._now)

    def _tell_enrolled(self, happening: Happening) -> Told | None:
        columns = device.c
        rows = self._connection.execute(
            select(columns.device, columns.revoked_at, columns.enrolled_at).where(
                columns.district == self._district.code, columns.station == happening.station
            )
        ).all()
        if happening.detail:
            in_use = any(row.device == happening.detail and not row.revoked_at for row in rows)
            return words.enrolled_again(happening, in_use, self._now)
        # Codes are counted; the clock of two enrolments may say the same second.
        others = [row for row in rows if _place(row.device) < _place(happening.device)]
        if not others:
            return None
        gone = [row.device for row in others if row.revoked_at]
        return words.joined(happening, gone, self._progress(happening), self._now)

    def _sent_again(self, happening: Happening) -> int:
        """How many of the events of the new chain had been judged in another one."""
        same_event = and_(ledger.c.district == chain.c.district, ledger.c.op_id == chain.c.op_id)
        elsewhere = or_(ledger.c.device != chain.c.device, ledger.c.epoch != chain.c.epoch)
        return self._count(
            select(func.count())
            .select_from(chain.join(ledger, same_event))
            .where(
                chain.c.district == self._district.code,
                chain.c.station == happening.station,
                chain.c.device == happening.device,
                chain.c.epoch == int(happening.detail),
                elsewhere,
            )
        )

    def _progress(self, joined: Happening) -> Progress:
        """Of what was at the station when the PC joined it."""
        code, pc = joined.station, joined.device
        before_ms = int(china_time(joined.at).timestamp() * 1000)
        of_station = (feed.c.district == self._district.code, feed.c.station == code)
        same_event = and_(event.c.district == feed.c.district, event.c.op_id == feed.c.op_id)
        cases = (
            select(func.count(event.c.case_id.distinct()))
            .select_from(feed.join(event, same_event))
            .where(*of_station, event.c.case_id != "", event.c.device != pc, feed.c.at_ms < before_ms + 1000)
        )
        row = self._connection.execute(
            select(device.c.read_to, device.c.pages_lacking, device.c.incarnation).where(
                device.c.district == self._district.code, device.c.station == code, device.c.device == pc
            )
        ).one()
        read_to = row.read_to if row.incarnation == incarnation(self._connection, self._district) else 0
        pages = self._count(
            select(func.count()).where(
                page.c.district == self._district.code, page.c.station == code, page.c.complete, page.c.at <= joined.at
            )
        )
        lacking = row.pages_lacking if row.read_to else pages
        return Progress(self._count(cases), self._count(cases.where(feed.c.position <= read_to)), pages, lacking)

    def _stations_after(self, happening: Happening) -> list[StationAfter]:
        """Of stations whose PCs were there already: one is done when each of them has read the new feed."""
        here = incarnation(self._connection, self._district)
        columns = device.c
        rows = self._connection.execute(
            select(columns.station, columns.incarnation, columns.last_contact_at, station.c.settings)
            .join(station, and_(station.c.district == columns.district, station.c.station == columns.station))
            .where(
                columns.district == self._district.code, columns.revoked_at == "", columns.enrolled_at <= happening.at
            )
            .order_by(columns.station)
        ).all()
        found = []
        for code in dict.fromkeys(row.station for row in rows):
            ours = [row for row in rows if row.station == code]
            name = msgspec.json.decode(ours[0].settings, type=SettingsDocument).station_name
            heard = all(row.last_contact_at > happening.at for row in ours)
            found.append(StationAfter(name, heard, all(row.incarnation == here for row in ours)))
        return found

    def _count(self, query: Select[int]) -> int:
        return int(self._connection.execute(query).scalar_one())


def _place(code: str) -> tuple[int, str]:
    return len(code), code
