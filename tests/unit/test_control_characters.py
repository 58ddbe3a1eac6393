"""What is pasted or scanned: control characters never get into an event, whatever part of it they come with."""

from forms.case import Applicant, CaseContent
from forms.control_characters import has_control
from forms.events import CaseReceived, decode_event, encode_event, make_event


def test_what_is_written_at_the_desk_has_no_control_characters() -> None:
    content = CaseContent(
        applicant=Applicant("李\x00芳", village="响水\x00洞村\ud83d"), form={"note": "一\n二\t三\x1f", "a\x00": "b"}
    )
    event = make_event("case_received", CaseReceived(content), case_id="c", actor="龙\x07秀珍")
    written = decode_event(encode_event(event))
    told = written.data["content"]
    assert (told["applicant"]["name"], told["applicant"]["village"]) == ("李芳", "响水洞村")
    assert told["form"] == {"note": "一\n二\t三", "a": "b"}
    assert written.actor == "龙秀珍"
    assert not has_control(event.data)


def test_every_depth_is_looked_at() -> None:
    assert has_control({"a": [("b", {"c": "\x00"})]})
    assert has_control({"\x00": 1})
    assert not has_control({"a": ["b\n\t\r", 1, None, "𬶍é"]})
