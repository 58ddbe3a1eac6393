"""What has happened to this PC's data, or to the district's, as a whole: sentences for the sync screen, while they matter."""

from datetime import UTC, datetime, timedelta
from typing import Final

from forms.words import Language, stamp
from station_app.desk.context import Desk
from station_app.desk.views import Told
from station_app.storage.happenings import DistrictRestored, Restoration
from station_app.storage.published import PublicationKind

LANGUAGES: Final[tuple[Language, Language]] = ("zh", "en")
DAYS_SAID = 14
"""A restore, here or at the district, is said for so long."""
CLONE_DAYS, CLONE_JUMPS = 3, 2
_DAY_MS = 24 * 3600 * 1000
_MOST_NAMED = 3


def happened(desk: Desk) -> tuple[Told, ...]:
    """What wants doing first; empty on an ordinary day."""
    store = desk.store
    found, place = store.facts.happenings(), store.facts.place()
    now_ms = int(desk.clock.now().timestamp() * 1000) + place.offset_ms
    told = []
    if len([at for at in found.jumps if now_ms - at < CLONE_DAYS * _DAY_MS]) >= CLONE_JUMPS:
        told.append(_TWO_PCS)
    if desk.not_read:
        told.append(_not_read(desk.not_read))
    lost = store.pages.lost()
    if lost:
        told.append(_pages_lost(desk, lost))
    if found.restored is not None and _is_recent(desk, found.restored.at):
        told.append(_restored(desk, found.restored))
    if found.district is not None and now_ms - found.district.at < DAYS_SAID * _DAY_MS:
        told.append(_district_restored(desk, found.district, place.reading_anew))
    return tuple(told)


_TWO_PCS = Told(
    "看来还有另一台电脑用着本机的登记（比如硬盘是克隆的，或者数据目录是拷过去的）。两台都在收的件没有丢，也没有重复，但每次"
    "同步都要从头传。请县里发一个新的登记码，让其中一台重新登记。",
    "It seems that another computer uses this one's enrolment (a cloned disk, or a copied data folder). What both receive is "
    "neither lost nor doubled, but every sync starts from the beginning. Ask the district for a new code and enrol one anew.",
)


_DOCUMENTS: Final[dict[PublicationKind, tuple[str, str]]] = {
    "catalogue": ("办事目录", "catalogue"),
    "calendar": ("工作日历", "calendar"),
    "settings": ("本站设置", "settings of this station"),
}


def _not_read(kinds: tuple[PublicationKind, ...]) -> Told:
    zh, en = zip(*(_DOCUMENTS[kind] for kind in kinds), strict=True)
    return Told(
        f"县里新发布的{'、'.join(zh)}，这台电脑的程序读不懂，先按原来的办。请更新程序；更新了还这样，请告诉县里。",
        f"This computer's program cannot read what the district has published anew: {', '.join(en)}. The one before stays in "
        "use. Update the program; if it stays so, tell the district.",
    )


def _restored(desk: Desk, restored: Restoration) -> Told:
    (at, made), (at_en, made_en) = (
        [_moment(desk, at, language) for at in (restored.at, restored.made_at)] for language in LANGUAGES
    )
    zh = [f"本机{at}从{made}的备份恢复过。"]
    en = [f"This computer was restored on {at_en} from the backup of {made_en}."]
    if restored.taken:
        zh.append(f"备份以后的 {restored.taken} 条从原来的数据带过来了，其中 {restored.unsent} 条当时还没有传。")
        en.append(
            f"Records brought over from the data before: {restored.taken}, of which not yet sent: {restored.unsent}."
        )
    if not restored.all_read:
        zh.append(f"原来的数据没有能全部读出来{f'，留在 {restored.aside} 文件夹' if restored.aside else ''}。")
        en.append("The data before could not be read whole.")
    came = desk.store.log.cases_returned(restored.position)
    synced = desk.store.facts.place().last_success > int(datetime.fromisoformat(restored.at).timestamp() * 1000)
    if came:
        zh.append(f"从县里取回 {came} 件。")
        en.append(f"Cases that came back from the district: {came}.")
    elif not synced:
        zh.append("县里有的，下次同步自动取回。")
        en.append("What the district has comes back with the next sync.")
    return Told("".join(zh), " ".join(en))


def _district_restored(desk: Desk, restored: DistrictRestored, reading: bool) -> Told:
    noticed = datetime.fromtimestamp(restored.at // 1000, UTC).isoformat()
    at, at_en = (_moment(desk, noticed, language) for language in LANGUAGES)
    zh = [f"县里的系统从备份恢复过（本机{at}发现），"]
    en = [f"The district's server was put back from a backup (noticed on {at_en})."]
    if reading:
        zh.append("正在把本站的记录重新传一遍，没有丢。")
        en.append("This station's records are being sent once more; nothing is lost.")
    else:
        zh.append("本站的记录已经重新传过，没有丢，也没有重复。")
        en.append("This station's records have been sent once more: nothing lost, nothing twice.")
    if restored.forgotten:
        zh.append(f"县里、镇里办过的步骤有一些那边没有了，涉及 {restored.forgotten} 件，要等那边重办，件里写着。")
        en.append(f"Steps of the offices that it has lost are to be done again there; cases: {restored.forgotten}.")
    return Told("".join(zh), " ".join(en))


def _pages_lost(desk: Desk, cases: list[str]) -> Told:
    rows = [row for row in map(desk.store.cases.row, cases[:_MOST_NAMED]) if row is not None]
    names = "、".join(f"{row.applicant_name} {row.receipt_number}" for row in rows)
    more = f"等 {len(cases)} 件" if len(cases) > len(rows) else ""
    return Told(
        f"有的材料照片不在这台电脑上，县里也还没有：{names}{more}。先同步一次；还是没有，请让申请人带原件来重新拍。",
        f"Photographs neither here nor at the district, as far as is known; cases: {len(cases)} ({names}). Sync once; if they "
        "stay away, photograph them again.",
    )


def _is_recent(desk: Desk, at: str) -> bool:
    return desk.clock.now() - datetime.fromisoformat(at) < timedelta(days=DAYS_SAID)


def _moment(desk: Desk, at: str, language: Language) -> str:
    """11月23日 10:12; 23 Nov 10:12."""
    return stamp(at, desk.clock.now(), language)
