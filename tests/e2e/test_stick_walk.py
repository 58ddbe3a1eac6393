"""A walk at random over network and sticks, old and new, with lost answers and acts of the office: everything once."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from station_app.desk.list_cases import list_cases
from station_app.desk.sync_status import sync_status
from sync.district import review
from sync.district.district import District
from tests.e2e.both_ends import assert_same_cases, at_district, cases_at_district, received
from tests.e2e.sticks import at_the_district, back, out, there_and_back
from tests.sync.real_ends import Station, act

STEPS = 45


class Walk:
    """Two PCs of one station and a pocket full of sticks; `names` counts the villagers who came."""

    def __init__(self, stations: list[Station], district: District, folder: Path, seed: int) -> None:
        self.stations, self.district, self.folder = stations, district, folder
        self.random = random.Random(seed)
        self.sticks: list[Path] = []
        self.names = 0

    def step(self) -> None:
        acts: list[Callable[[], None]] = [
            self.receive,
            self.receive,
            self.out,
            self.out,
            self.at_district,
            self.at_district,
            self.back,
            self.back,
            self.lose_an_answer,
            self.network,
            self.office,
        ]
        self.random.choice(acts)()

    def receive(self) -> None:
        self.names += 1
        received(self.random.choice(self.stations), "李䶮", 100 + self.names)

    def out(self) -> None:
        self.sticks.append(self.folder / f"stick-{len(self.sticks)}")
        for station in self.random.sample(self.stations, self.random.choice((1, 2))):
            out(station, self.sticks[-1])

    def at_district(self) -> None:
        if self.sticks:
            at_the_district(self.district, self.random.choice(self.sticks))

    def back(self) -> None:
        if self.sticks:
            back(self.random.choice(self.stations), self.random.choice(self.sticks))

    def lose_an_answer(self) -> None:
        answers = [path for stick in self.sticks for path in stick.glob("*回执*")]
        if answers:
            self.random.choice(sorted(answers)).unlink()

    def network(self) -> None:
        assert self.random.choice(self.stations).sync().failure is None

    def office(self) -> None:
        waiting = [case_id for case_id in cases_at_district(self.district) if not self.confirmed(case_id)]
        if waiting:
            act(self.district, self.random.choice(sorted(waiting)), review.confirm_receipt)

    def confirmed(self, case_id: str) -> bool:
        return bool(at_district(self.district, case_id).authority_received_at)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_walk(new_pc: Callable[[str], Station], district: District, tmp_path: Path, seed: int) -> None:
    walk = Walk([new_pc("first"), new_pc("second")], district, tmp_path / "sticks", seed)
    for _ in range(STEPS):
        walk.step()
    # Each of two more rounds brings what the other PC has sent meanwhile.
    for number in range(2):
        for station in walk.stations:
            came = there_and_back(station, district, tmp_path / f"last-{number}")
            assert came.words == ()
    assert len(cases_at_district(district)) == walk.names
    for station in walk.stations:
        status = sync_status(station.desk)
        assert (status.unsent_events, status.refused) == (0, 0)
        assert len(list_cases(station.desk, only="all", limit=1000)) == walk.names
        assert_same_cases(station, district)
        assert station.sync().sent == 0
