"""Two agents at one desk: each comes in with a password of their own, and the log keeps who added whom."""

from pathlib import Path

import pytest

from forms.events import decode_event
from forms.failures import InputFailure
from station_app.desk import sign_in
from station_app.desk.add_agent import LoginTaken, add_agent, agents, change_password
from station_app.desk.context import Desk
from station_app.storage.keys import WrongPassword
from tests.storage.station import CHEAP, PASSWORD, SetClock, opened_desk

THEIRS = "another horse"


def test_a_second_agent_comes_in_and_sees_the_same_desk(desk: Desk, tmp_path: Path, clock: SetClock) -> None:
    add_agent(desk, " wuguoqing ", "吴国庆", THEIRS, cost=CHEAP)
    assert agents(desk) == (("longxiuzhen", "龙秀珍"), ("wuguoqing", "吴国庆"))
    unlocked = sign_in.sign_in(tmp_path, "wuguoqing", THEIRS, clock)
    theirs = opened_desk(tmp_path, unlocked, clock)
    assert theirs.agent.name == "吴国庆"
    theirs.close()
    sign_in.sign_in(tmp_path, "longxiuzhen", PASSWORD, clock)
    event = decode_event(desk.store.outgoing(10, 1_000_000).events[-1].body)
    assert (event.kind, event.actor, event.data["login"]) == ("agent_added", "龙秀珍", "wuguoqing")


@pytest.mark.parametrize(
    ("login", "name", "password", "why"),
    [
        ("LongXiuzhen", "吴国庆", THEIRS, LoginTaken),
        ("wuguoqing", " ", THEIRS, InputFailure),
        ("wuguoqing", "吴国庆", "short", InputFailure),
    ],
)
def test_what_cannot_be_added_changes_nothing(
    desk: Desk, login: str, name: str, password: str, why: type[InputFailure]
) -> None:
    with pytest.raises(why):
        add_agent(desk, login, name, password, cost=CHEAP)
    assert len(agents(desk)) == 1
    assert len(desk.store.outgoing(10, 1_000_000).events) == 1


def test_a_full_disk_adds_nobody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("station_app.storage.keys.write_durably", full)
    with pytest.raises(OSError, match="No space"):
        add_agent(desk, "wuguoqing", "吴国庆", THEIRS, cost=CHEAP)
    assert len(desk.store.outgoing(10, 1_000_000).events) == 1


def test_the_old_password_is_asked_for_and_then_of_no_use(desk: Desk, tmp_path: Path, clock: SetClock) -> None:
    add_agent(desk, "wuguoqing", "吴国庆", THEIRS, cost=CHEAP)
    with pytest.raises(WrongPassword):
        change_password(desk, "wrong horse", "a better horse", cost=CHEAP)
    change_password(desk, PASSWORD, "a better horse", cost=CHEAP)
    with pytest.raises(WrongPassword):
        sign_in.sign_in(tmp_path, "longxiuzhen", PASSWORD, clock)
    sign_in.sign_in(tmp_path, "longxiuzhen", "a better horse", clock)
    sign_in.sign_in(tmp_path, "wuguoqing", THEIRS, clock)
    assert [login for login, _ in agents(desk)] == ["longxiuzhen", "wuguoqing"], "nobody changes places"
