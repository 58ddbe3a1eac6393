"""How long it will still take, at the speed seen."""

from station_app.jobs.line_state import Pace, moving
from sync.station.report import Progress


def test_the_time_left_is_told_at_the_speed_seen() -> None:
    pace = Pace()
    assert pace.minutes_left(Progress("pages", 0, 600_000), 100.0) is None
    assert pace.minutes_left(Progress("pages", 4_000, 600_000), 101.0) is None
    assert pace.minutes_left(Progress("pages", 60_000, 600_000), 120.0) == 3
    assert pace.minutes_left(Progress("pages", 590_000, 600_000), 290.0) == 1


def test_each_kind_of_transfer_is_measured_anew() -> None:
    pace = Pace()
    pace.minutes_left(Progress("pages", 0, 100), 0.0)
    assert pace.minutes_left(Progress("events", 50, 0), 60.0) is None
    assert pace.minutes_left(Progress("pages", 60, 100), 70.0) is None


def test_the_words_say_it() -> None:
    said = moving(Progress("pages", 60_000, 600_000), 3)
    assert (said.words_zh, said.done, said.total) == ("正在传材料照片，大约还要3分钟", 60_000, 600_000)
