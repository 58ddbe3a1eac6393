"""What befell a station's PCs and the district's data, as an officer would say it to another. Pure: facts in, sentences out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from forms import words
from forms.dates import china_time
from sync.district.happenings import Happening

CLONE_DAYS = 7
CLONE_TIMES = 3
"""So many new beginnings within so many days are no restored backup: two copies of one PC take turns."""

Tone = Literal["good", "soon", "late"]


@dataclass(frozen=True)
class Told:
    tone: Tone
    words: str

    @property
    def mark(self) -> str:
        return {"good": "●", "soon": "▲", "late": "■"}[self.tone]


@dataclass(frozen=True)
class Progress:
    """What a PC that joined a station has of what was there before it. `pages_lacking`: still to come."""

    cases: int
    cases_here: int
    pages: int
    pages_lacking: int

    @property
    def done(self) -> bool:
        return self.cases_here >= self.cases and not self.pages_lacking


@dataclass(frozen=True)
class StationAfter:
    """How far a station is after the district was put back. `heard`: it has been in contact since."""

    name: str
    heard: bool
    done: bool


def put_back(happening: Happening, stations: Iterable[StationAfter], now: datetime) -> Told:
    """That the district's data was put back, and who has sent again what it lacked."""
    at = words.stamp(happening.at, now)
    if happening.kind == "put_back_copy":
        made = f"{words.stamp(happening.detail, now)}的" if happening.detail else ""
        said = f"县里的数据 {at} 用{made}备份恢复过。"
    elif happening.kind == "put_back_by_hand":
        said = f"县里的数据 {at} 由管理员放回了以前的一份。"
    elif happening.kind == "put_back_told":
        said = f"县里的数据少了一段，像是从备份放回来的：{at} 从 {happening.station} 站 {happening.device} 号电脑传来的内容看出来的。"
    else:
        said = f"县里的数据 {at} 比以前旧，像是从备份放回来的。"
    all_of_them = tuple(stations)
    done = [each for each in all_of_them if each.done]
    going = [each.name for each in all_of_them if each.heard and not each.done]
    silent = [each.name for each in all_of_them if not each.heard and not each.done]
    said += f"{len(done)} 个站已补传"
    said += f"，{len(going)} 个站正在补传：{'、'.join(going)}" if going else ""
    said += f"，{len(silent)} 个站还没有联系：{'、'.join(silent)}" if silent else ""
    said += "。" if going or silent else "，都齐了。"
    said += "县里、镇里后来办过、现在看不到的，要重新办。" if going or silent else ""
    return Told("soon" if going or silent else "good", said)


def are_clones(at: list[str], now: datetime) -> bool:
    return sum(china_time(each) >= now - timedelta(days=CLONE_DAYS) for each in at) >= CLONE_TIMES


def new_beginnings(device: str, at: list[str], sent_again: int, now: datetime) -> Told:
    """That a PC's history was not the one the district knows. `at`: each time, the newest first; `sent_again`: by the last."""
    since = now - timedelta(days=CLONE_DAYS)
    lately = [each for each in at if china_time(each) >= since]
    if are_clones(at, now):
        return Told(
            "late",
            f"好像有两台电脑用着 {device} 号的同一个登记（{CLONE_DAYS} 天里已经交替 {len(lately)} 次）。没有丢东西，也没有重复。"
            f"请弄清是哪两台，给其中一台一个登记码，让它重新登记（保留本机资料）。",
        )
    return Told("good", f"{device} 号电脑 {words.stamp(at[0], now)} 恢复过旧备份，重新传了 {sent_again} 条，没有重复。")


def taken_apart(device: str) -> Told:
    """That two copies of one PC have a registration each since."""
    return Told("good", f"以前有两台电脑用着 {device} 号的同一个登记，其中一台已经重新登记，不再互相影响。")


def enrolled_again(happening: Happening, still_in_use: bool, now: datetime) -> Told:
    """That a PC has a new registration and keeps what it holds."""
    said = f"{happening.detail} 号电脑 {words.stamp(happening.at, now)} 重新登记，现在是 {happening.device} 号，本机资料都保留。"
    if still_in_use and happening.detail != happening.device:
        said += f"{happening.detail} 号没有别的电脑在用的话，请停用。"
    return Told("good", said)


def joined(happening: Happening, gone: list[str], progress: Progress, now: datetime) -> Told:
    """That a PC came to a station where there were others before. `gone`: those that were withdrawn."""
    at = words.stamp(happening.at, now)
    said = (
        f"{happening.device} 号电脑 {at} 登记，接替了 {'、'.join(gone)} 号电脑"
        if gone
        else f"{happening.device} 号电脑 {at} 加入"
    )
    if progress.done:
        return Told("good", f"{said}。原有办件 {progress.cases} 件、照片和文书 {progress.pages} 张都取回了。")
    fetched = max(0, progress.pages - progress.pages_lacking)
    return Told(
        "soon",
        f"{said}：办件 {progress.cases} 件已取回 {progress.cases_here} 件，"
        f"照片和文书 {progress.pages} 张已取回 {fetched} 张。联网后会接着取。",
    )


def judged_anew(happening: Happening, now: datetime) -> Told:
    """That records of a newer program, kept as they were, have been taken in after an upgrade."""
    counted, refused = (int(each) for each in happening.detail.split(","))
    said = f"{words.stamp(happening.at, now)} 系统更新后，补计了以前存着的 {counted} 条登记"
    said += f"，另有 {refused} 条没有计入，站里会看到原因" if refused else ""
    return Told("soon" if refused else "good", f"{said}。")


def unknown_pc(happening: Happening, now: datetime) -> Told:
    """That a PC knocked which the district does not know."""
    return Told(
        "soon",
        f"一台县里不认得的电脑 {words.stamp(happening.at, now)} 来联系过，自称本站 {happening.device} 号，没有让它进来。"
        f"打电话问问站里：是站里在用的，就给一个登记码，让它重新登记（保留本机资料）。",
    )


def clock(happening: Happening, now: datetime) -> Told:
    """That the server's clock was not where it should have been, and how that ended."""
    at = words.stamp(happening.at, now)
    if happening.kind == "clock_settled":
        return Told("good", f"{at} 服务器的时间又对上了，照常处理。")
    if happening.kind == "clock_confirmed":
        return Told("good", f"{at} 县里（{happening.detail}）确认服务器的时间没有错，照常处理。")
    said, expected = happening.detail.split(",")
    return Told(
        "soon",
        f"服务器的时间走错过：显示 {words.stamp(said, now)}，照常走应当是 {words.stamp(expected, now)}。期间没有处理视为受理和逾期。",
    )


def parked(number: int) -> Told:
    """That a station's program is newer than the server's."""
    return Told(
        "soon", f"有 {number} 条登记是更新的程序写的，已原样存好。服务器换成新版本以后会自动补计，站里不用重办。"
    )
