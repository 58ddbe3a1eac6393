"""A short chaos with a few faults of each kind; and that its judge tells what is wrong."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from forms.events import EnquiryRecorded
from station_app.desk.record_enquiry import record_enquiry
from station_app.storage.failures import DatabaseDamaged
from station_app.storage.keys import Unlocked
from station_app.storage.places import Places
from sync.district.district import DATABASE
from sync.station.errors import LineFailure
from tests.bench.apart import ROOT
from tests.chaos import disk_faults, faults, small_disk
from tests.chaos.disk_faults import checked, damage
from tests.chaos.journal import Journal, Told
from tests.chaos.judge import held_by, judge, opened, unsent_and_readable
from tests.chaos.outputs import traces_in
from tests.chaos.pc import Pc
from tests.chaos.silence import GIVES_UP_WITHIN_S, Silence
from tests.chaos.small_disk import SmallDisk
from tests.chaos.tally import Tally
from tests.chaos.world import World, pause
from tests.faults.invariants import Judged
from tests.lines.cutting_proxy import CuttingProxy

MOST_PAGES = 2000
"""With so many, the first page is among them: of fewer, chance decides what the program meets first."""


class Past(NamedTuple):
    world: World
    data: Path
    pcs: list[Pc]
    told: list[Told]
    gone: frozenset[str]
    tally: Tally
    judged: Judged


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    """What is left of a world in which two PCs of one station went through some of each fault."""
    with World(tmp_path_factory.mktemp("chaos"), seed=4, pcs=2) as world:
        first, second = world.pcs
        for pc in world.pcs:
            world.proxy(pc).cut_every(9_000)
        pause(1.0)
        world.silence(second, GIVES_UP_WITHIN_S)
        for act in (faults.desk_killed, faults.district_killed, faults.backed_up, faults.line_silent, faults.stick):
            pause(1.0)
            act(world, first)
        world.silences[0].wait()
        for act in (faults.both_killed, faults.line_cut):
            pause(1.0)
            act(world, second)
        faults.old_backup_restored(world, first)
        pause(1.0)
        for disk_fault in (disk_faults.desk_disk_full, disk_faults.district_disk_full):
            disk_fault(world, second)
        disk_faults.database_damaged(world, first, MOST_PAGES)
        pause(1.0)
        judged = world.judged()
        told = [told for pc in world.pcs for told in pc.journal.read()]
        yield Past(world, world.district.data, world.pcs, told, frozenset(world.gone), world.tally, judged)


@pytest.mark.timeout(600)
def test_nothing_is_lost_doubled_or_different(past: Past) -> None:
    assert past.judged.all == []
    assert past.tally.faults["connection cut"] > 2
    assert past.tally.faults["desk killed"] + past.tally.faults["district killed"] >= 4
    assert past.tally.events > 20
    assert past.tally.faults["database of a PC damaged"] == 1
    full = past.tally.faults["disk of a PC full"], past.tally.faults["disk of the district full"]
    assert full == ((1, 1) if not small_disk.missing() else (0, 0))
    assert past.tally.line(past.judged).endswith("lost: 0, duplicated: 0, diverged: 0")


@pytest.mark.timeout(600)
def test_an_event_that_was_told_and_is_nowhere_is_lost(past: Past) -> None:
    never = Told("0" * 32, "case_received", "never", "0" * 64)
    assert judge(past.data, past.pcs, [*past.told, never], past.gone).lost == ["000000 case_received of never"]
    assert judge(past.data, past.pcs, [*past.told, never], past.gone | {never.op_id}).all == []


@pytest.mark.timeout(600)
def test_what_is_wrong_at_the_district_is_told(past: Past, tmp_path: Path) -> None:
    data = tmp_path / "server"
    shutil.copytree(past.data, data)
    for page in (data / "pages").glob("5299/*/*"):
        page.write_bytes(b"something else")
    with closing(sqlite3.connect(data / DATABASE)) as database, database:
        database.execute(
            "DELETE FROM ledger WHERE op_id = (SELECT op_id FROM event WHERE kind = 'case_received' LIMIT 1)"
        )
        database.execute("UPDATE event SET kind = 'case_received' WHERE kind = 'official_number_assigned'")
        database.execute("UPDATE case_row SET snapshot = replace(snapshot, '响水洞村', '大坝村')")
    judged = judge(data, past.pcs, past.told, past.gone)
    assert any("case_received" in each for each in judged.lost)
    assert any(each.startswith("case_received of ") for each in judged.duplicated)
    assert any(each.startswith("page ") for each in judged.lost)
    assert any(each.startswith("pc1 has ") for each in judged.diverged)


@pytest.mark.parametrize(
    ("said", "turns", "seconds", "broken"),
    [
        ("", 0, 0.5, "the desk pc1 waits for ever on a line that is silent"),
        (f"sync: {LineFailure().en}\n", 0, 0.5, ""),
        ("", 1, 0.5, ""),
        ("", 0, 0.05, ""),
    ],
    ids=["says nothing", "gives up", "killed meanwhile", "too short"],
)
def test_a_desk_that_never_gives_up_a_silent_line_is_told(
    tmp_path: Path, said: str, turns: int, seconds: float, broken: str
) -> None:
    pc = Pc(tmp_path, "pc1", "5299", Unlocked(bytes(32), "l", "龙"))
    pc.home.mkdir()
    (pc.home / "desk.log").write_text(f"sync: {LineFailure().en}\n", "utf-8")
    with CuttingProxy(1) as proxy:
        silence = Silence(pc, proxy, seconds, patience=0.2)
        with (pc.home / "desk.log").open("a", encoding="utf-8") as log:
            log.write(said)
        pc.turns += turns
        silence.wait()
    assert silence.broken == broken


def test_a_line_that_a_kill_has_cut_was_not_told(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    journal.note(b"a" * 16, "case_received", "case", b"body")
    whole = (tmp_path / "journal").read_bytes()
    (tmp_path / "journal").write_bytes(whole + whole[:20])
    assert [told.case_id for told in journal.read()] == ["case"]


def test_a_trace_in_what_was_printed_is_told_and_a_sentence_is_not(tmp_path: Path) -> None:
    (tmp_path / "pc1").mkdir()
    log = tmp_path / "pc1" / "desk.log"
    log.write_text("the desk: The disk is full, so this step was not saved.\nsync: The line is down.\n", "utf-8")
    assert traces_in(tmp_path) == []
    with log.open("ab") as output:
        subprocess.run([sys.executable, "-c", "def f():\n    {}['x']\nf()"], stderr=output, check=False)
    bug = "import logging; from sync.district import server_log as log; log.log_without_words()\n"
    bug += f"try: [][0]\nexcept IndexError: logging.getLogger('d').exception('GET /{'ab' * 32} failed')"
    with (tmp_path / "server.log").open("ab") as output:
        subprocess.run([sys.executable, "-c", bug], stderr=output, check=True, cwd=ROOT)
    assert traces_in(tmp_path) == [
        "pc1/desk.log: KeyError: 'x', File \"<string>\", line 2, in f (1 times)",
        "server.log: d GET /… failed, IndexError, <string>:2 <module> (1 times)",
    ]


@pytest.fixture
def other(past: Past, tmp_path: Path) -> Pc:
    """A copy of one PC, with something that has not gone up."""
    one = past.pcs[1]
    copy = Pc(tmp_path, "other", one.station, one.unlocked)
    shutil.copytree(one.directory, copy.directory)
    with closing(opened(copy)) as desk:
        record_enquiry(desk, EnquiryRecorded("问题", "已答复"))
    return copy


@pytest.mark.timeout(600)
def test_a_damaged_database_is_said_and_one_that_nobody_put_right_is_told(past: Past, other: Pc) -> None:
    assert checked(other) == (True, [])
    (unsent,) = unsent_and_readable(other)
    assert unsent in held_by(other)
    database = Places(other.directory).database
    damage(database, Random(1), MOST_PAGES)
    assert unsent_and_readable(other) == set()
    assert checked(other) == (False, [])
    judged = judge(past.data, [*past.pcs, other], past.told, past.gone)
    assert judged.all == [f"broken: the data of other cannot be read: {DatabaseDamaged().en}"]
    database.unlink()
    is_whole, (wrong,) = checked(other)
    assert not is_whole
    assert wrong.startswith("other does not say that its database is damaged: ")


@pytest.mark.timeout(600)
def test_what_a_backup_held_and_did_not_bring_is_not_excused(past: Past) -> None:
    pc = past.pcs[0]
    in_backup, nowhere = b"b" * 16, b"n" * 16
    for op_id in (in_backup, nowhere):
        pc.journal.note(op_id, "enquiry_recorded", "", op_id)
    past.world.count_out(must_come=frozenset({in_backup.hex()}))
    assert nowhere.hex() in past.world.gone
    judged = judge(past.data, past.pcs, pc.journal.read(), frozenset(past.world.gone))
    assert judged.all == [f"lost: {in_backup.hex()[:6]} enquiry_recorded of "]


def test_a_small_disk_fills_up_and_leaves_its_files_to_whoever_looks_into_what_went_wrong(tmp_path: Path) -> None:
    if reason := small_disk.missing():
        pytest.skip(reason)
    with SmallDisk(tmp_path / "disk") as disk:
        (tmp_path / "disk" / "first").write_bytes(b"first")
        disk.fill(20_000)
        with pytest.raises(OSError, match="No space left"):
            (tmp_path / "disk" / "much").write_bytes(bytes(100_000))
        (tmp_path / "disk" / "much").unlink()
        disk.empty()
        (tmp_path / "disk" / "much").write_bytes(bytes(100_000))
        disk.fill(0)
    assert {path.name: path.stat().st_size for path in (tmp_path / "disk").iterdir()} == {"first": 5, "much": 100_000}
    assert not (tmp_path / "disk").is_mount()
