"""What a clerk, or somebody at the sign-in, may send: nothing grows without a bound, and whoever looks is written down."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import select

from sync.district.console.access import LONGEST_TEXT, MAX_TEXT_BYTES
from sync.district.database.engine import reading
from sync.district.database.tables import audit
from sync.district.district import District
from tests.district.conftest import *  # noqa: F403
from tests.district.station_double import StationDouble, old_age_content, received
from tests.district.test_console_access import clerks, confirm, enter, sent  # noqa: F401


def looks(district: District) -> list[tuple[str, str]]:
    with reading(district.engine) as connection:
        rows = connection.execute(select(audit.c.act, audit.c.detail).order_by(audit.c.number))
        return [(row.act, row.detail) for row in rows]


@pytest.mark.usefixtures("sent")
@pytest.mark.parametrize("path", ["users", "stations", "sticks", "cases/case-1/act/not_accept", "publish/look"])
def test_a_form_without_files_is_bounded_before_it_is_taken_apart(client: TestClient[Litestar], path: str) -> None:
    csrf = enter(client, "all")

    def pieces() -> Iterator[bytes]:
        yield f"csrf={csrf}".encode()
        for _ in range(40):
            yield b"&" + b"x" * (MAX_TEXT_BYTES // 16)

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post(f"/console/{path}", content=pieces(), headers=headers).status_code == 413


@pytest.mark.usefixtures("sent")
def test_a_text_longer_than_anybody_writes_is_refused_in_words(
    client: TestClient[Litestar], station: StationDouble
) -> None:
    csrf = enter(client)
    confirm(client, csrf)
    form = {"csrf": csrf, "act": "cd" * 16, "reason": "不" * (LONGEST_TEXT + 1)}
    answer = client.post("/console/cases/case-1/act/not_accept", data=form)
    assert (answer.status_code, "写得太长了" in answer.text) == (422, True)
    station.sync_all()
    assert station.kinds()[-1] == "receipt_confirmed"


@pytest.mark.usefixtures("sent")
def test_every_way_to_a_case_and_every_list_is_written_down(client: TestClient[Litestar], clerks: District) -> None:  # noqa: F811
    csrf = enter(client)
    confirm(client, csrf)
    before = looks(clerks).count(("open_case", ""))
    incomplete: dict[str, Any] = {"csrf": csrf, "act": "cd" * 16, "reason": ""}
    assert client.post("/console/cases/case-1/act/not_accept", data=incomplete).status_code == 422
    assert looks(clerks).count(("open_case", "")) == before + 1
    assert client.get("/console/cases", params={"q": "李\0䶮", "show": "all"}).status_code == 200
    assert looks(clerks)[-1] == ("list_cases", "李䶮")


def test_a_number_that_another_station_gives_out_is_not_used_up(published: District, station: StationDouble) -> None:
    """300 of them in one request would make that station's slips void."""
    from datetime import date

    from forms.receipt_number import mint

    theirs = [mint("5300", "01", date(2026, 11, 23), serial) for serial in range(1, 6)]
    own = mint("5299", "01", date(2026, 11, 23), 1)
    for at, number in enumerate([*theirs, own.lower(), own]):
        station.write(received(f"case-{at}", old_age_content(number)))
    verdicts = [(each.verdict, each.reason) for each in station.sync().verdicts]
    assert verdicts == [("rejected", "number_taken")] * 6 + [("applied", "")]


@pytest.mark.usefixtures("clerks")
def test_guesses_do_not_tell_which_logins_there_are(client: TestClient[Litestar]) -> None:
    """The same words for each try, the sixth too, whether somebody has the login or nobody."""

    def tries(login: str) -> list[tuple[int, str]]:
        answers = [client.post("/console/sign-in", data={"login": login, "password": "wrong wrong"}) for _ in range(8)]
        return [(each.status_code, each.text.replace(f'value="{login}"', "")) for each in answers]

    real, nobody = tries("here"), tries("nobody")
    assert real == nobody
    assert "分钟再试" in real[5][1]
