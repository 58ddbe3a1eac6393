"""What the stick's panel says: which stick, what was copied, what came, what was carried last. No Qt."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from forms.dates import CHINA, china_date
from forms.papers.handover_record import HandoverRecord
from station_app.ui.surroundings import Places
from station_app.ui.words import Words

if TYPE_CHECKING:
    from station_app.jobs.stick_runner import CopiedIn, CopiedOut, Drive, StickNotes

FOLDER = "便民服务站"
LONGEST_PATH = 24


def folder_on(chosen: Path) -> Path:
    """Files go into a folder of their own, unless that is what was chosen."""
    return chosen if chosen.name == FOLDER else chosen / FOLDER


def drive_words(drive: "Drive", words: Words) -> str:
    free = f"{drive.free / 1_000_000_000:.1f} GB" if drive.free >= 1_000_000_000 else f"{drive.free // 1_000_000} MB"
    path = short_path(drive.path)
    name = f"{drive.name}（{path}）" if drive.name and drive.name not in str(drive.path) else path
    return words.say("U 盘：{name}　余 {free}", "Stick: {name}, {free} free", name=name, free=free)


def short_path(path: Path) -> str:
    """The end of a long path; it may be broken at each folder, so that it never widens the screen."""
    parts = path.parts
    shown = str(path) if len(str(path)) <= LONGEST_PATH else str(Path("…", *parts[-1:]))
    return shown.replace("/", "/\u200b").replace("\\", "\\\u200b")


def out_words(out: "CopiedOut", words: Words) -> str:
    counts = out.counts
    said = words.say(
        "已拷出 {cases} 件、{events} 条记录、{pages} 张照片，读回核对无误。核对码 {code}。县里的回执带回来拷入以后，才算送到。",
        "Copied out and read back: cases {cases}, records {events}, photographs {pages}. Code {code}. They count as sent "
        "once the district's answer has been copied in.",
        cases=counts.cases,
        events=counts.events,
        pages=counts.pages,
        code=out.code,
    )
    if out.left_pages:
        said += words.say("还有 {n} 张照片放不下，下次再带。", " Photographs that go next time: {n}.", n=out.left_pages)
    if out.unreadable_pages:
        said += words.say(
            "有 {n} 张照片的文件坏了，没有拷，要重新拍。",
            " Photographs damaged here, to be taken again: {n}.",
            n=out.unreadable_pages,
        )
    return said


def in_words(came: "CopiedIn", words: Words) -> tuple[str, ...]:
    """One sentence a line: what came, then whatever was not used and why."""
    lines = []
    if came.used:
        lines.append(_came(came, words))
    elif not came.words:
        lines.append(
            words.say(
                "U 盘上没有给本站的回执。请先让县里拷入，再把 U 盘带回来。",
                "There is no answer for this station on the stick. It has to be taken in at the district first.",
            )
        )
    if came.update is not None:
        lines.append(
            words.say(
                "带来了新版程序 {version}，请县里的技术员来装。",
                "A newer program came, {version}. Ask the technician to install it.",
                version=came.update.version,
            )
        )
    lines += [each.en if words.language == "en" else each.zh for each in came.words]
    if came.of_others:
        lines.append(
            words.say(
                "U 盘上还有 {n} 份是别的站的，没有动。", "Files for other stations, left alone: {n}.", n=came.of_others
            )
        )
    return tuple(lines)


def _came(came: "CopiedIn", words: Words) -> str:
    said = words.say(
        "已拷入：县里确认了 {cases} 件、{events} 条记录、{pages} 张照片，带回 {results} 件结果",
        "Copied in. Confirmed: cases {cases}, records {events}, photographs {pages}. Results: {results}",
        cases=came.confirmed_cases,
        events=came.confirmed,
        pages=came.pages_confirmed,
        results=came.results,
    )
    if came.refused:
        said += words.say("，被退回 {n} 条，看左边的说明", "; sent back, see the left: {n}", n=came.refused)
    return said + agreed_words(came.agreed, words) + words.say("。", ".")


def agreed_words(agreed: bool | None, words: Words) -> str:
    if agreed is None:
        return ""
    if agreed:
        return words.say("，两边数目一致", "; both sides count the same")
    return words.say("，两边数目不一致，请打电话问县里", "; the counts differ, please call the district")


def last_words(notes: "StickNotes", now: datetime, words: Words) -> str:
    """What was carried last, and whether its answer has come."""
    if not notes.out:
        return ""
    last = notes.out[0]
    when = words.moment(datetime.fromtimestamp(last.made_at / 1000, CHINA).isoformat(), now)
    who = words.say("　{who} 经手", ", carried by {who}", who=last.carried_by) if last.carried_by else ""
    head = words.say("上次拷出：{when}{who}", "Last copied out: {when}{who}", when=when, who=who)
    what = words.say(
        "{cases} 件、{pages} 张照片",
        "cases {cases}, photographs {pages}",
        cases=last.counts.cases,
        pages=last.counts.pages,
    )
    if last.agreed is None:
        return f"{head}\n{what}" + words.say("，回执还没有带回来", "; its answer has not come yet")
    return f"{head}\n{what}" + agreed_words(last.agreed, words)


def record_out(out: "CopiedOut", places: Places, agent_name: str) -> HandoverRecord:
    counts = out.counts
    return HandoverRecord(
        station_name=places.station_name,
        township_name=places.township_name,
        county_name=places.county_name,
        agent_name=agent_name,
        carried_by=out.carried_by,
        day=china_date(datetime.fromtimestamp(out.made_at / 1000, CHINA)),
        direction="out",
        file_name=out.path.name,
        code=out.code,
        cases=counts.cases,
        events=counts.events,
        pages=counts.pages,
        page_bytes=counts.page_bytes,
        enquiry_phone=places.enquiry_phone,
        complaint_phone=places.complaint_phone,
    )


def record_back(came: "CopiedIn", places: Places, agent_name: str, now: datetime) -> HandoverRecord | None:
    """None where no file was taken in."""
    if came.note is None:
        return None
    return HandoverRecord(
        station_name=places.station_name,
        township_name=places.township_name,
        county_name=places.county_name,
        agent_name=agent_name,
        carried_by=came.note.carried_by,
        day=china_date(now),
        direction="back",
        file_name=came.note.name,
        code=came.note.code,
        cases=came.confirmed_cases,
        events=came.confirmed,
        pages=came.pages_confirmed,
        results=came.results,
        agreed=came.agreed,
        enquiry_phone=places.enquiry_phone,
        complaint_phone=places.complaint_phone,
    )
