"""What the footer says of the line: a phase, a few words, and the whole sentence for the sync screen."""

from typing import Literal

import msgspec

from forms.failures import EnvironmentFailure, Failure
from station_app.jobs.speeds import LEAST_MEASURED_S
from sync.station.errors import (
    LineFailure,
    NotOurServer,
    Refused,
    ServerBusy,
    Stopped,
    UpgradeNeeded,
)
from sync.station.report import ExchangeReport, Held, Progress

Phase = Literal["idle", "syncing", "offline", "refused", "not_ours", "disk_full"]
Cause = Literal["", "no_line", "busy", "told"]


class LineState(msgspec.Struct, frozen=True):
    """`done` of `total` bytes of pages while they travel (0 of 0: not known). `detail`: what happened and what to do.

    `waits`: why something waits though the line is fine. `cause`: why the last run did not end well; "told": as `detail`
    says. From the moment this is said, `next_try_s` seconds until the program tries by itself (0: not known), and
    `lasted_s` seconds since the same cause was first met. The speeds are those last seen, a second; 0: not known.
    """

    phase: Phase
    words_zh: str
    words_en: str
    done: int = 0
    total: int = 0
    detail_zh: str = ""
    detail_en: str = ""
    waits_zh: str = ""
    waits_en: str = ""
    cause: Cause = ""
    next_try_s: float = 0.0
    lasted_s: float = 0.0
    records_per_s: float = 0.0
    bytes_per_s: float = 0.0


NOT_YET = LineState("idle", "还没有同步过", "Not synced yet")
BEGINNING = LineState("syncing", "正在连接县里…", "Connecting to the district…")
OUR_BUG = LineState(
    "offline",
    "同步停住了，请告诉县里的技术员",
    "Sync has stopped; please tell the district's technician",
    detail_zh="同步程序这里有毛病，这次没有传成，过几分钟会自动再试。资料都在本机，照常办事，请告诉县里的技术员。",
    detail_en="The sync program has a fault, so nothing was sent this time; it tries again in some minutes. Everything is "
    "kept here. Go on working, and tell the district's technician.",
    cause="told",
)

_FAILURES: tuple[tuple[type[Failure], Phase, str, str], ...] = (
    (ServerBusy, "offline", "县里的系统正忙，稍后自动再传", "The district is busy; trying again later"),
    (UpgradeNeeded, "refused", "程序要升级后才能传", "The program must be upgraded to send"),
    (Refused, "refused", "县里没有接收，请打电话问县里", "The district did not accept; please call it"),
    (NotOurServer, "not_ours", "连上的不是县里的系统", "What answered is not the district"),
    (LineFailure, "offline", "现在连不上县里，照常办事", "Offline; go on working"),
    (EnvironmentFailure, "disk_full", "本机的数据存不进去", "This computer cannot store data"),
)


class Pace:
    """How long what is on its way will still take, at the speed seen since it began. `now`: seconds that never go back."""

    def __init__(self) -> None:
        self._stage = ""
        self._begun, self._from = 0.0, 0

    def minutes_left(self, progress: Progress, now: float) -> int | None:
        """Whole minutes, at least 1; None while the speed is not known."""
        if progress.stage != self._stage or progress.done < self._from:
            self._stage, self._begun, self._from = progress.stage, now, progress.done
        seconds, moved = now - self._begun, progress.done - self._from
        if progress.stage != "pages" or seconds < LEAST_MEASURED_S or moved <= 0:
            return None
        return max(1, round((progress.total - progress.done) * seconds / moved / 60))


def moving(progress: Progress, minutes_left: int | None = None) -> LineState:
    """While something travels."""
    if minutes_left is not None:
        return LineState(
            "syncing",
            f"正在传材料照片，大约还要{minutes_left}分钟",
            f"Sending pages, about {minutes_left} min left",
            progress.done,
            progress.total,
        )
    match progress.stage:
        case "events":
            return LineState("syncing", "正在传办件…", "Sending cases…")
        case "pages":
            return LineState("syncing", "正在传材料照片…", "Sending pages…", progress.done, progress.total)
        case _:
            return LineState("syncing", "正在取办理结果…", "Fetching results…", progress.done, progress.total)


def ended(report: ExchangeReport) -> LineState:
    """After a run."""
    if report.failure is None or isinstance(report.failure, Stopped):
        zh, en = _waits(report.held)
        return LineState("idle", "已和县里对上", "In step with the district", waits_zh=zh, waits_en=en)
    return failed(report.failure)


def _waits(held: Held) -> tuple[str, str]:
    zh, en = [], []
    if held.pages:
        zh.append(f"{held.pages} 张照片")
        en.append("1 photograph" if held.pages == 1 else f"{held.pages} photographs")
    if held.results:
        zh.append(f"{held.results} 份结果文书")
        en.append("1 result document" if held.results == 1 else f"{held.results} result documents")
    if not zh:
        return "", ""
    what_zh, what_en = "、".join(zh), " and ".join(en)
    verb = "waits" if held.pages + held.results == 1 else "wait"
    if held.opens is None:
        return (
            f"{what_zh}先不传（设置里开了省流量）。按 F10 可以现在就传。",
            f"{what_en} {verb} (the settings spare data). F10 sends everything now.",
        )
    tomorrow = held.opens.hour * 3600 + held.opens.minute * 60 < held.seconds
    at = f"{held.opens:%H:%M}"
    return (
        f"{what_zh}等到{'明天 ' if tomorrow else ' '}{at} 再传（设置里定了传照片的时间）。按 F10 可以现在就传。",
        f"{what_en} {verb} until {at}{' tomorrow' if tomorrow else ''} (the settings name the hours). F10 sends everything now.",
    )


def failed(failure: Failure) -> LineState:
    """A failure that ended a run, or kept it from beginning."""
    for kind, phase, zh, en in _FAILURES:
        if isinstance(failure, kind):
            return LineState(phase, zh, en, detail_zh=failure.zh, detail_en=failure.en, cause=_cause(failure))
    return LineState("refused", failure.zh, failure.en, detail_zh=failure.zh, detail_en=failure.en, cause="told")


def _cause(failure: Failure) -> Cause:
    if isinstance(failure, ServerBusy):
        return "busy"
    return "no_line" if isinstance(failure, LineFailure) else "told"
