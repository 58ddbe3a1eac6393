"""Why the district did not take something, as codes on the wire and as words for the agent: what is so, what to do."""

import msgspec


class Words(msgspec.Struct, frozen=True):
    zh: str
    en: str


REASONS: dict[str, Words] = {
    # An event's verdict: rejected, parked or quarantined.
    "illegal_move": Words(
        "镇里已经先办了这一步，这次的登记没有计入。请打开这件事看最新进展，需要时再办一次。",
        "The office had already moved this case on, so this step was not counted. Open the case to see where it stands.",
    ),
    "unknown_kind": Words(
        "镇里的系统还不认得这类登记，已经原样存好，等镇里更新后会自动补上，不用重办。",
        "The district does not know this kind of record yet. It is kept as it is and will be taken in after its update.",
    ),
    "bad_data": Words(
        "这条登记的内容不完整，镇里读不了。本机的记录还在，请打开这件事核对后重新登记。",
        "This record is incomplete and could not be read. It is still kept here: check the case and record it again.",
    ),
    "control_characters": Words(
        "这条登记里夹了看不见的控制符号，多半是从别处复制来的，县里没有计入。本机的记录还在，请把复制来的字重新输一遍，再登记一次。",
        "This record holds invisible control characters, most likely from something copied, so it was not counted. It is "
        "still kept here: type the copied words anew and record it again.",
    ),
    "item_not_published": Words(
        "县里没有公布这个事项，或者已经停办。请同步取得最新的办事指南，再看该怎么办。",
        "The district has not published this item, or has withdrawn it. Fetch the latest guides, then look again.",
    ),
    "advice_only": Words(
        "县里没有授权本站收这个事项，只能咨询，这件没有计入。请告诉办事人到办事指南上写的单位去办，材料退还给他。",
        "The district has not authorised this station to receive this item, only to advise on it; the case was not counted. "
        "Send the applicant to the office that the guide names, and give the papers back.",
    ),
    "number_taken": Words(
        "这个收件编号已经被另一件事用了，县里没有计入。这件事已经放回草稿，请在收件登记里打开草稿再收一次，把新凭证换给办事人。",
        "Another case already has this receipt number. The case is a draft again: open it, receive it again, and give the "
        "applicant the new slip for the old one.",
    ),
    "not_your_case": Words(
        "这件事不是本站收的，只能由收件的站来登记。请告诉办事人去原来的站，或者打电话问镇里。",
        "Another station received this case, so only that one can record it. Send the applicant there or call the office.",
    ),
    "unknown_case": Words(
        "镇里没有这件事的收件记录，所以这一步没有计入。请打开这件事核对，必要时打电话问镇里。",
        "The district has no receipt for this case, so this step was not counted. Check the case or call the office.",
    ),
    "district_event_kind": Words(
        "这一步只能由镇里或县里办，本站的登记没有计入。请等镇里的结果，着急时打电话催办。",
        "Only the office can take this step, so it was not counted. Wait for its answer, or call if it is urgent.",
    ),
    "not_authorised": Words(
        "这个事项县里没有授权本站这样办。请改为收件后报镇里办理。",
        "The district has not authorised this station to do so for this item. Receive the case and forward it instead.",
    ),
    "too_large": Words(
        "这条内容太大，镇里收不了。请把照片重新拍小一些，或者分成几次补交。",
        "This is too large for the district. Take the photographs smaller or hand them in in several parts.",
    ),
    "other_content": Words(
        "同一条登记送了两次，内容却不一样，县里已经单独存下，没有计入。请打电话告诉县里。",
        "The same record came twice with different content. The district keeps it apart. Please call the district.",
    ),
    # An exchange, an enrolment or a page as a whole: kept here, nothing sent.
    "unknown_device": Words(
        "县里没有登记这台电脑，或者已经停用。资料都还在本机。请打电话向县里要一个登记码，重开程序，在登录的地方重新登记，一条都不会少。",
        "The district does not know this computer or has closed it. All is kept here. Ask the district for a code, start the "
        "program anew, and enrol again at the sign-in; nothing is lost.",
    ),
    "bad_signature": Words(
        "县里核对不了这台电脑的身份。资料都还在本机，请打电话给县里，需要时重新登记这台电脑。",
        "The district cannot verify this computer. All is kept here. Call the district; it may have to be enrolled again.",
    ),
    "wrong_time": Words(
        "这台电脑的日期或时间差得太多，县里没有接收。请校准时间，下次会自动再送。",
        "This computer's date or time is too far off. Set it right; it will be sent again by itself.",
    ),
    "not_our_message": Words(
        "县里读不了这次送去的内容。资料都还在本机，会自动再送；总是这样请打电话给县里。",
        "The district could not read what was sent. All is kept here and will be sent again. Call if this goes on.",
    ),
    "code_unknown": Words(
        "这个登记码不对，或者已经作废。请核对后再试，或者向县里重新要一个。",
        "This enrolment code is wrong or void. Compare it again, or ask the district for a new one.",
    ),
    "code_used": Words(
        "这个登记码已经在别的电脑上用过了。请向县里重新要一个。",
        "This enrolment code has been used on another computer. Ask the district for a new one.",
    ),
    "code_expired": Words(
        "这个登记码已经过期。请向县里重新要一个。",
        "This enrolment code has expired. Ask the district for a new one.",
    ),
    "busy": Words(
        "县里的系统正忙，过一会儿会自动再试。",
        "The district is busy. It will be tried again by itself in a while.",
    ),
    "page_unknown": Words(
        "县里没有这一页，或者还没有传完。过一会儿会自动再取。",
        "The district does not have this page, or not all of it yet. It will be fetched again later.",
    ),
    "wrong_content": Words(
        "这一页传过去后内容对不上，县里没有收下，会自动重新传。",
        "This page arrived changed, so the district did not keep it. It will be sent again by itself.",
    ),
}

_OTHER = Words(
    "县里没有计入这条登记，没有说明原因。本机的记录还在，请打电话问县里。",
    "The district did not count this record and gave no reason. It is still kept here. Please call the district.",
)


class RefusalBody(msgspec.Struct, frozen=True):
    """The JSON body of every answer of the district that is not 2xx. `reason` is a key of REASONS."""

    reason: str
    zh: str = ""
    en: str = ""


def words(reason: str) -> Words:
    """The sentences for `reason`, also for one that a newer district has made up since."""
    return REASONS.get(reason, _OTHER)


def refusal_body(reason: str) -> RefusalBody:
    """The body for `reason`; the district answers every failure with it, so that the station knows whom it talks to."""
    said = words(reason)
    return RefusalBody(reason, said.zh, said.en)
