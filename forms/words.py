"""The words of a case, in Chinese and English: states, steps, holders, papers, days. Desk and console say the same thing.

受理 is the deciding organ's act; what the station does is 收件. Every function takes the language last.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final, Literal, NamedTuple

from forms.catalogue.guide import Fee, TimeLimit
from forms.dates import china_time, chinese_date, short_day
from forms.lifecycle import State
from forms.waiting import Awaited, Holder, Wait

Language = Literal["zh", "en"]


class Phrase(NamedTuple):
    """One thing said in both languages."""

    zh: str
    en: str

    def said(self, language: Language, **values: object) -> str:
        """The words in `language`, with `{names}` filled in."""
        text = self.en if language == "en" else self.zh
        return text.format(**values) if values else text


STATES: Final[Mapping[State, Phrase]] = {
    State.DRAFT: Phrase("还没收件", "Not received yet"),
    State.RECEIVED: Phrase("已收件", "Received"),
    State.IN_TRANSIT: Phrase("报送路上", "On the way"),
    State.UNDER_CHECK: Phrase("正在核对材料", "Being checked"),
    State.CORRECTION_REQUIRED: Phrase("等着补正", "Correction required"),
    State.ACCEPTED: Phrase("已受理", "Accepted"),
    State.NOT_ACCEPTED: Phrase("不予受理", "Not accepted"),
    State.SUSPENDED: Phrase("特别程序，不计时", "Special procedure, clock stopped"),
    State.DECIDED_GRANTED: Phrase("准予", "Granted"),
    State.DECIDED_REFUSED: Phrase("不予批准", "Refused"),
    State.RESULT_ON_THE_WAY: Phrase("结果在路上", "Result on the way"),
    State.RESULT_AT_STATION: Phrase("结果已到站", "Result at the station"),
    State.DELIVERED: Phrase("已送达", "Delivered"),
    State.ARCHIVED: Phrase("已归档", "Archived"),
    State.WITHDRAWN: Phrase("已撤回", "Withdrawn"),
    State.LAPSED: Phrase("逾期没补，视为撤回", "Lapsed"),
    State.VOID: Phrase("已作废", "Void"),
}

EVENTS: Final[Mapping[str, Phrase]] = {
    "case_received": Phrase("收件", "Received"),
    "one_time_notice_given": Phrase("一次性告知", "One-time notice given"),
    "paper_printed": Phrase("打印", "Printed"),
    "forwarded": Phrase("原件送出", "Originals sent"),
    "materials_supplied": Phrase("补来材料", "Materials supplied"),
    "withdrawn": Phrase("申请人撤回", "Withdrawn by the applicant"),
    "voided": Phrase("作废", "Voided"),
    "decided_at_station": Phrase("本站办结", "Decided at the station"),
    "result_arrived": Phrase("结果到站", "Result at the station"),
    "particulars_corrected": Phrase("更正信息", "Particulars corrected"),
    "delivered": Phrase("送达签收", "Delivered and signed for"),
    "delivery_undone": Phrase("撤销送达", "Delivery taken back"),
    "archived": Phrase("归档", "Archived"),
    "identity_revealed": Phrase("查看完整号码", "Full number shown"),
    "enquiry_recorded": Phrase("登记咨询", "Enquiry recorded"),
    "agent_added": Phrase("添加代办员", "Agent added"),
    "password_recovered": Phrase("经县里重设密码", "Password given anew by the district"),
    "clock_confirmed": Phrase("核对电脑的日期", "Date of the computer checked"),
    "refusal_noted": Phrase("看过退回的原因", "Read why it was sent back"),
    "official_number_assigned": Phrase("上级编号", "Official number"),
    "receipt_confirmed": Phrase("签收材料", "Materials signed for"),
    "correction_required": Phrase("要求补正", "Correction required"),
    "accepted": Phrase("受理", "Accepted"),
    "not_accepted": Phrase("不予受理", "Not accepted"),
    "suspended": Phrase("特别程序开始", "Special procedure begins"),
    "resumed": Phrase("特别程序结束", "Special procedure ends"),
    "extended": Phrase("延长期限", "Extended"),
    "decided": Phrase("作出决定", "Decided"),
    "originals_received": Phrase("收到原件", "Originals received"),
    "result_sent": Phrase("结果送出", "Result sent"),
    "lapsed": Phrase("逾期没补，视为撤回", "Lapsed"),
    "deemed_acceptance_undone": Phrase("撤销视为受理", "Deemed acceptance taken back"),
}

PAPERS: Final[Mapping[str, Phrase]] = {
    "material_receipt": Phrase("材料接收凭证", "Receipt of materials"),
    "one_time_notice": Phrase("一次性告知书", "One-time notice"),
    "correction_notice": Phrase("补正告知书", "Correction notice"),
    "delivery_receipt": Phrase("送达回证", "Delivery receipt"),
    "result": Phrase("结果文书", "Result document"),
    "handover_manifest": Phrase("材料交接单", "Handover manifest"),
}

COMING: Final[Mapping[str, Phrase]] = {
    "confirm": Phrase("{township}签收", "The township signs for it"),
    "check": Phrase("补齐后再核对", "Checked again once complete"),
    "accept": Phrase("受理", "Accepted"),
    "decide": Phrase("决定", "Decision"),
    "result": Phrase("结果到站，通知来取", "Result at the station, applicant told"),
    "deliver": Phrase("送达签收", "Delivered and signed for"),
}
_WAY: Final = ("confirm", "accept", "decide", "result", "deliver")
COMING_AFTER: Final[Mapping[State, tuple[str, ...]]] = {
    State.RECEIVED: _WAY,
    State.IN_TRANSIT: _WAY,
    State.UNDER_CHECK: _WAY[1:],
    State.CORRECTION_REQUIRED: ("check", *_WAY[1:]),
    State.ACCEPTED: _WAY[2:],
    State.SUSPENDED: _WAY[2:],
    State.DECIDED_GRANTED: _WAY[3:],
    State.DECIDED_REFUSED: _WAY[3:],
    State.RESULT_ON_THE_WAY: _WAY[3:],
    State.RESULT_AT_STATION: _WAY[4:],
    State.NOT_ACCEPTED: _WAY[4:],
}
"""Steps that are still to come, in order, as keys of COMING; nothing for a case that has ended."""

WAITS: Final[Mapping[Awaited, Phrase]] = {
    "return": Phrase("等村民带齐材料再来", "the applicant comes again with the papers"),
    "resend": Phrase("等本站看退回的原因，重新收件", "the station reads why it was sent back"),
    "send": Phrase("等本站传给{township}里", "the station sends it on"),
    "confirm": Phrase("等{office}签收", "{office} confirms that it has it"),
    "check": Phrase("等{office}告知受理或补正", "{office} accepts it or asks for a correction"),
    "supply": Phrase("等村民补材料", "the applicant supplies what was asked for"),
    "decide": Phrase("等{office}作决定", "{office} decides"),
    "round": Phrase("等{office}集中办理", "{office} decides with its next round"),
    "procedure": Phrase("等{office}的特别程序结束", "{office} ends the special procedure"),
    "issue": Phrase("等{office}送出结果", "{office} sends the result"),
    "arrive": Phrase("等结果送到站里", "the result reaches the station"),
    "tell": Phrase("等本站把结果告诉申请人", "the station tells the applicant"),
    "collect": Phrase("等申请人来取结果", "the applicant fetches the result"),
    "hand_over": Phrase("等申请人来取结果", "the applicant fetches the result"),
    "decide_here": Phrase("等本站当场办结", "the station decides"),
    "deferred": Phrase("等村民补齐缺的材料", "the applicant brings what is still missing"),
    "originals": Phrase("等{office}签收原件", "{office} confirms the originals"),
    "send_originals": Phrase("等本站把原件送到{township}里", "the station sends the originals on"),
    "put_right": Phrase("等本站处理退回的一步", "the station puts right what was sent back"),
}
WHY_UNTIL: Final[Mapping[Awaited, Phrase]] = {
    "return": Phrase("告知以后 {n} 个工作日没来，问一问", "asked after {n} working days after the notice"),
    "resend": Phrase("收件后 {n} 个工作日内报送", "sent on within {n} working days of receipt"),
    "send": Phrase("收件后 {n} 个工作日内报送", "sent on within {n} working days of receipt"),
    "confirm": Phrase("送到后 {n} 个工作日内签收", "confirmed within {n} working days"),
    "check": Phrase("收到后 {n} 个工作日内，行政许可法第三十二条", "within {n} working days of receipt, 许可法§32"),
    "supply": Phrase("补正告知书上写的日子", "the day in the notice of correction"),
    "decide": Phrase("受理时定的期限", "the limit set at acceptance"),
    "round": Phrase("集中办理的日子", "the day of the round"),
    "procedure": Phrase("告知的天数：{n} 天", "the length that was told: {n} days"),
    "issue": Phrase(
        "决定后 {n} 个工作日内，行政许可法第四十四条", "within {n} working days of the decision, 许可法§44"
    ),
    "arrive": Phrase("送出后 {n} 个工作日内该到", "expected within {n} working days"),
    "tell": Phrase("{n} 个工作日内告诉", "told within {n} working days"),
    "collect": Phrase("到站 {n} 个工作日没来取，问一问", "asked after {n} working days at the station"),
    "hand_over": Phrase(
        "决定后 {n} 个工作日内，行政许可法第四十四条", "within {n} working days of the decision, 许可法§44"
    ),
    "decide_here": Phrase("收件后 {n} 个工作日内", "within {n} working days of receipt"),
    "deferred": Phrase("收件时约定的日子", "the day agreed at the receipt"),
    "originals": Phrase("送出后 {n} 个工作日内签收", "confirmed within {n} working days of sending"),
    "send_originals": Phrase("收件后 {n} 个工作日内报送", "sent on within {n} working days of receipt"),
    "put_right": Phrase("办了以后 {n} 个工作日内处理好", "put right within {n} working days"),
}

METHODS: Final[Mapping[str, Phrase]] = {
    "in_person": Phrase("本人来取", "Collected in person"),
    "substitute": Phrase("别人代领", "Collected by a substitute"),
    "at_home": Phrase("送上门", "Taken to the home"),
    "post": Phrase("邮寄", "By post"),
    "left": Phrase("留置送达", "Left with a witness"),
}
MEANS: Final[Mapping[str, Phrase]] = {
    "officer": Phrase("{township}里来人取走", "Township staff took them"),
    "agent": Phrase("代办员送去", "The agent took them"),
    "post": Phrase("邮寄", "By post"),
}
SENT_BY: Final[Mapping[str, Phrase]] = {
    "electronic": Phrase("随网发到站里", "over the line"),
    "officer": Phrase("派人送到站里", "by an officer"),
    "post": Phrase("邮寄到站里", "by post"),
}
PARTICULARS: Final[Mapping[str, Phrase]] = {
    "applicant.name": Phrase("姓名", "name"),
    "applicant.id_number": Phrase("证件号", "document number"),
    "applicant.birth_date": Phrase("出生日期", "date of birth"),
    "applicant.sex": Phrase("性别", "sex"),
    "applicant.phone": Phrase("电话", "phone"),
    "applicant.village": Phrase("村", "village"),
    "applicant.address": Phrase("住址", "address"),
    "agent.name": Phrase("代办人姓名", "name of the agent"),
    "agent.id_number": Phrase("代办人证件号", "document number of the agent"),
    "agent.phone": Phrase("代办人电话", "phone of the agent"),
}
IDENTITY_KINDS: Final[Mapping[str, Phrase]] = {
    "resident_id": Phrase("身份证", "Resident ID"),
    "hmt_residence_permit": Phrase("港澳台居民居住证", "Hong Kong, Macao and Taiwan residence permit"),
    "foreign_permanent_resident": Phrase("外国人永久居留身份证", "Foreign permanent resident ID"),
    "passport": Phrase("护照", "Passport"),
    "other": Phrase("其他证件", "Other document"),
    "none": Phrase("没有证件号", "No number"),
}
MATERIAL_STATUSES: Final[Mapping[str, Phrase]] = {
    "provided": Phrase("已交", "Handed in"),
    "on_file": Phrase("存档里有", "On file"),
    "deferred": Phrase("缺，可后补", "Missing, may follow"),
    "missing": Phrase("缺", "Missing"),
    "not_needed": Phrase("不需要", "Not needed"),
}
CATEGORIES: Final[Mapping[str, Phrase]] = {
    "社保": Phrase("社保", "Social insurance"),
    "医保": Phrase("医保", "Medical insurance"),
    "民政": Phrase("民政", "Civil affairs"),
    "残联": Phrase("残联", "Disability"),
    "卫健": Phrase("卫健", "Health"),
    "住建": Phrase("住建", "Housing"),
    "农林": Phrase("农林", "Farming and forestry"),
    "退役": Phrase("退役军人", "Veterans"),
    "综合": Phrase("综合", "General"),
}

_NEXT_STEPS: Final[Mapping[str, Phrase]] = {
    "none": Phrase("—", "—"),
    "send": Phrase("等着传上去", "Waiting to be sent"),
    "wait": Phrase("—", "—"),
    "urge": Phrase("打电话催办", "Phone the office"),
    "tell_correction": Phrase("通知补材料", "Tell the applicant what to bring"),
    "supply": Phrase("登记补来的材料", "Record what was supplied"),
    "tell_collect": Phrase("通知来取", "Tell the applicant to collect"),
    "deliver": Phrase("送达签收", "Deliver and have it signed"),
    "finish_draft": Phrase("接着收完", "Finish receiving"),
    "read_refusal": Phrase("看退回的原因", "Read why it was refused"),
    "decide": Phrase("当场办结", "Decide here"),
    "confirm_arrival": Phrase("到了就登记“结果到站”", "Record it once the result is here"),
    "forward": Phrase("把原件送出去，登记一下", "Send the originals and record it"),
    "ask": Phrase("打电话问一问", "Phone the applicant"),
}
_HOLDERS: Final[Mapping[str, Phrase]] = {
    "station": Phrase("在本站", "At the station"),
    "on_the_way": Phrase("在送去{township}里的路上", "On the way to the township"),
    "coming": Phrase("在送来站里的路上", "On the way to the station"),
    "township": Phrase("在{office}", "At {office}"),
    "applicant": Phrase("等村民补材料", "With the applicant"),
    "nobody": Phrase("—", "—"),
}
WHO: Final[Mapping[Holder, Phrase]] = {
    "station": Phrase("本站", "this station"),
    "on_the_way": Phrase("去{township}里的路上", "on the way to the township"),
    "coming": Phrase("来站里的路上", "on the way to the station"),
    "township": Phrase("{township}里", "the township"),
    "applicant": Phrase("村民", "the applicant"),
    "nobody": Phrase("—", "—"),
}
_UNITS: Final[Mapping[str, Phrase]] = {
    "on_the_spot": Phrase("当场办结", "done on the spot"),
    "working_day": Phrase("{n} 个工作日", "{n} working days"),
    "day": Phrase("{n} 日", "{n} days"),
    "month": Phrase("{n} 个月", "{n} months"),
    "hour": Phrase("{n} 小时", "{n} hours"),
    "minute": Phrase("{n} 分钟", "{n} minutes"),
    "monthly_batch": Phrase("按月集中办理", "processed monthly"),
    "yearly_round": Phrase("按年度集中办理", "processed once a year"),
}
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def next_step(step: str, detail: str = "", language: Language = "zh") -> str:
    """What to do next; `detail` names what (a missing paper), where there is one."""
    said = _NEXT_STEPS[step].said(language)
    if not detail:
        return said
    return detail if said == "—" else f"{said}：{detail}" if language == "zh" else f"{said}: {detail}"


def holder(kind: str, office: str = "", township_word: str = "镇", language: Language = "zh") -> str:
    """Who has the case now. `office` is the office's full name; without one the township as such is said."""
    words = _HOLDERS[kind]
    if kind == "township" and not office:
        return f"在{township_word}里" if language == "zh" else "At the township"
    return words.said(language, office=office, township=township_word)


def waiting(wait: Wait, office: str = "", township_word: str = "镇", language: Language = "zh") -> str:
    """What is waited for, and for whom: 等云台镇民政办签收."""
    if not office:
        office = "the township" if language == "en" else f"{township_word}里"
    return WAITS[wait.awaited].said(language, office=office, township=township_word)


def why_until(wait: Wait, language: Language = "zh") -> str:
    """Where the day comes from."""
    return WHY_UNTIL[wait.awaited].said(language, n=wait.days)


def validity(until: str, language: Language = "zh") -> str:
    """What is printed on a paper (an ISO day, or "long"); any other text as it is."""
    if until == "long":
        return Phrase("长期有效", "valid without end").said(language)
    return Phrase("有效期到{until}", "valid until {until}").said(
        language, until=written_day(until, language, year=True)
    )


def coming(state: State, township_word: str = "镇", language: Language = "zh") -> tuple[str, ...]:
    """The steps still to come from `state`, in order."""
    township = f"{township_word}里"
    return tuple(COMING[key].said(language, township=township) for key in COMING_AFTER.get(state, ()))


def days_left(days: int, language: Language = "zh") -> str:
    """Working days to a deadline, as a clerk says it: 还剩 3 天, 今天到期, 超期 2 天."""
    if days < 0:
        return Phrase("超期 {n} 天", "{n} days overdue").said(language, n=-days)
    if days == 0:
        return Phrase("今天到期", "due today").said(language)
    return Phrase("还剩 {n} 天", "{n} days left").said(language, n=days)


def limit(of: TimeLimit, language: Language = "zh") -> str:
    """A time limit without its note: 20 个工作日."""
    return _UNITS[of.unit].said(language, n=of.amount)


def fee(of: Fee, language: Language = "zh") -> str:
    """The fee; that there is none is said too, and that it is not known."""
    if not of.confirmed:
        return Phrase("还没有核定，先问清", "not settled yet, ask first").said(language)
    if not of.charged:
        return Phrase("不收费", "free of charge").said(language)
    return of.standard or Phrase("按规定收费", "charged by tariff").said(language)


def day(of: date, language: Language = "zh", *, year: bool = False) -> str:
    """11月23日, or with its year 2026年11月23日; 23 Nov, 23 Nov 2026."""
    if language == "zh":
        return chinese_date(of) if year else short_day(of)
    return f"{of.day} {_MONTHS[of.month - 1]}" + (f" {of.year}" if year else "")


def written_day(text: str, language: Language = "zh", *, year: bool = False) -> str:
    """A day that an event wrote down, as `day` says it; what is no ISO day stays as it was written."""
    try:
        return day(date.fromisoformat(text[:10]), language, year=year)
    except ValueError:
        return text


def weekday(of: date, language: Language = "zh") -> str:
    """星期一, Monday."""
    return _WEEKDAYS[of.weekday()] if language == "en" else "星期" + "一二三四五六日"[of.weekday()]


def moment(at: str | datetime, now: datetime, language: Language = "zh") -> str:
    """A time as a person would say it now: 今天 9:31, 昨天 16:42, 11月9日, and with its year when that is another.

    `at` is an ISO time with its offset, or an ISO day. Raises ValueError for anything else.
    """
    here = china_time(now).date()
    if isinstance(at, str) and len(at) == 10:
        return day(date.fromisoformat(at), language, year=date.fromisoformat(at).year != here.year)
    then = china_time(at)
    clock = f"{then.hour}:{then.minute:02d}"
    if then.date() == here:
        return Phrase("今天 {t}", "today {t}").said(language, t=clock)
    if then.date() == here - timedelta(days=1):
        return Phrase("昨天 {t}", "yesterday {t}").said(language, t=clock)
    return day(then.date(), language, year=then.year != here.year)


def stamp(at: str, now: datetime, language: Language = "zh") -> str:
    """A time for a history: 11月23日 10:12; an ISO day alone without a clock time."""
    if len(at) == 10:
        return moment(at, now, language)
    then = china_time(at)
    year = then.year != china_time(now).year
    return f"{day(then.date(), language, year=year)} {then.hour}:{then.minute:02d}"
