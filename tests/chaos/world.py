"""PCs at two stations, a district, and lines between them; each method does one thing to them that may go wrong in life."""

import shutil
import time
from collections.abc import Set
from pathlib import Path
from random import Random

from station_app.desk.enrol_station import enrol_station
from station_app.system_clock import SystemClock
from station_app.version import VERSION
from sync.station.enrol import request_enrolment
from tests.bench.stations import LOGIN, NAME, PASSWORD
from tests.chaos import small_disk
from tests.chaos.district import ChaosDistrict
from tests.chaos.journal import Told
from tests.chaos.judge import AtDistrict, held_by, judge, public_key_of, unsent_and_readable
from tests.chaos.officer import Officer
from tests.chaos.outputs import traces_in
from tests.chaos.pc import DISK, Backup, Pc
from tests.chaos.silence import Silence
from tests.chaos.small_disk import SmallDisk
from tests.chaos.tally import Tally
from tests.faults.invariants import Judged
from tests.lines.cutting_proxy import CuttingProxy
from tests.lines.slow_line import SlowLine

STATIONS = ("5299", "5299", "5300")
MOST_PCS = 5
ROUNDS = 3


class World:
    """Entered: everything is enrolled and works. `slow` and `fast` change the line; `judged` settles, ends and judges."""

    district_disk = "district"

    def __init__(self, folder: Path, seed: int, pcs: int = len(STATIONS)) -> None:
        self.folder, self.random, self.tally = folder, Random(seed), Tally()
        self.district = ChaosDistrict(folder / "district")
        self.pcs: list[Pc] = []
        self._stations = STATIONS[:pcs]
        self._told: list[Told] = []
        self.gone: set[str] = set()
        """Events that were told and that nobody is to blame for."""
        self._proxies: dict[str, CuttingProxy] = {}
        self._slow: SlowLine | None = None
        self._made = 0
        self.disks: dict[str, SmallDisk] = {}
        """By the name of the PC, and the district's; empty where none can be made here."""
        self.silences: list[Silence] = []

    def __enter__(self) -> "World":
        self._give_disk(self.district_disk, self.district.data)
        self.district.prepare()
        self.district.start()
        self.officer = Officer(self.district.url, self.district.data, self.random.randrange(1 << 30))
        self.officer.start()
        for station in self._stations:
            self._new_pc(station)
        for pc in self.pcs:
            self.open(pc)
        return self

    def __exit__(self, *_: object) -> None:
        self.officer.close()
        for pc in self.pcs:
            pc.kill()
        self.district.kill()
        self._leave_slow()
        for silence in self.silences:
            silence.cancel()
        for proxy in self._proxies.values():
            proxy.__exit__()
        for disk in self.disks.values():
            disk.__exit__()

    # The line.

    def proxy(self, pc: Pc) -> CuttingProxy:
        if pc.name not in self._proxies:
            self._proxies[pc.name] = CuttingProxy(self.district.port, seed=self.random.randint(1, 1 << 30)).__enter__()
        return self._proxies[pc.name]

    def silence(self, pc: Pc, seconds: float) -> None:
        """Nothing passes for so long; everything else goes on meanwhile."""
        self.silences.append(Silence(pc, self.proxy(pc), seconds))

    def is_silent(self, pc: Pc) -> bool:
        return any(silence.lasts for silence in self.silences if silence.pc is pc)

    @property
    def is_slow(self) -> bool:
        return self._slow is not None

    def slow(self) -> None:
        """Everything is started again at the two ends of a slow, lossy line."""
        self._stop_all()
        self._slow = SlowLine(seed=self.random.randint(1, 1 << 30)).__enter__()
        self.district.move(self._slow.district_address, self._slow.district_prefix)
        self.tally.count("a slow line that loses packets")
        self._start_all()

    def fast(self) -> None:
        self._stop_all()
        self._leave_slow()
        self._start_all()

    def cuts(self) -> int:
        """How often the proxies have cut a connection so far."""
        return sum(proxy.cuts for proxy in self._proxies.values())

    # What may happen.

    def open(self, pc: Pc) -> None:
        """The desk of this PC opens, on whatever line there is now."""
        if self._slow is not None:
            pc.start(self.district.url, self._slow.station_prefix, self.random.randrange(1 << 30))
        else:
            pc.start(self.proxy(pc).url, seed=self.random.randrange(1 << 30))

    def close(self, pc: Pc) -> None:
        """The desk is killed; one that had ended by itself is a bug of ours."""
        if not pc.kill():
            self.tally.broken.append(f"the desk {pc.name} ended by itself: {pc.last_words()}")

    def district_down(self) -> None:
        if not self.district.kill():
            self.tally.broken.append("the district's server ended by itself; see server.log")

    def replace(self, pc: Pc) -> None:
        """The PC is dead for good; a new one is enrolled in its place."""
        self._stop_desks()
        self._told += pc.journal.read()
        self.pcs.remove(pc)
        shutil.rmtree(pc.directory)
        self.count_out()
        self._new_pc(pc.station)
        self._start_desks()

    def restore(self, pc: Pc, backup: Backup) -> None:
        """Over damaged data; the desk is closed. What no living disk, the backup included, holds is nobody's fault."""
        must_come = backup.events | unsent_and_readable(pc)
        if pc.command("restore", str(backup.file), "--yes") != 0:
            self.tally.broken.append(f"{pc.name} could not be restored: {pc.last_words()}")
        self._stop_desks()
        self.count_out(must_come)
        self._start_desks()

    def clone(self, pc: Pc) -> None:
        self.close(pc)
        self._made += 1
        name = f"pc{self._made}-clone-of-{pc.name}"
        self._give_disk(name, self.folder / name / DISK)
        self.pcs.append(pc.clone(name))
        for each in (pc, self.pcs[-1]):
            self.open(each)

    def put_back(self, backup: Path, killed_after: float | None) -> None:
        """`district-server restore`, maybe killed half-way and begun again, as an administrator would."""
        self._stop_all()
        if self.district.put_back(backup, killed_after) != 0 and self.district.put_back(backup) != 0:
            self.tally.broken.append("the district could not be put back; see commands.log")
        self.count_out()
        self.district.start()
        self.enrol_unknown()
        self.district_down()
        self._start_all()

    # The end.

    def judged(self) -> Judged:
        """No more faults: everybody syncs until nothing waits, then both ends are read."""
        self.officer.close()
        self._stop_all()
        self._leave_slow()
        self.tally.count("connection cut", self.cuts())
        self.district.start()
        self.enrol_unknown()
        unsettled: list[str] = []
        for _ in range(ROUNDS):
            unsettled = [
                f"{pc.name} does not settle: {words}" for pc in self.pcs if (words := pc.settle(self.district.url))
            ]
        self.district_down()
        self.tally.events = len({told.op_id for told in self._all_told()}) + self.officer.acts
        judged = judge(self.district.data, self.pcs, self._all_told(), frozenset(self.gone))
        judged.broken += [
            *self.tally.broken,
            *(silence.broken for silence in self.silences if silence.broken),
            *self.officer.broken,
            *unsettled,
            *self._checks(),
            *traces_in(self.folder),
        ]
        return judged

    def _checks(self) -> list[str]:
        """What the product's own checks say of it."""
        told = [f"station-app check says no on {pc.name}: {pc.last_words()}" for pc in self.pcs if pc.command("check")]
        return told + (["district-server check says no; see commands.log"] if self.district.run("check") else [])

    def _all_told(self) -> list[Told]:
        return [*self._told, *(told for pc in self.pcs for told in pc.journal.read())]

    def count_out(self, must_come: Set[str] = frozenset()) -> None:
        """Of what was ever told, what no living disk holds now is nobody's fault, but for what a mending had in its hands.
        No desk runs."""
        self.district_is_readable()
        there = AtDistrict(self.district.data)
        reachable = set(there.ledger()).union(*(held_by(pc) for pc in self.pcs))
        there.close()
        self.gone |= {told.op_id for told in self._all_told()} - reachable - must_come

    def enrol_unknown(self) -> None:
        """Their people ask for a code and enrol again. The district runs, on loopback; no desk does."""
        for pc in self._unknown():
            self.tally.count("PC enrolled again")
            code = self.district.code_for(pc.station)
            if pc.command("enrol", "--again", self.district.url, code) != 0:
                self.tally.broken.append(f"{pc.name} could not be enrolled again: {pc.last_words()}")

    def _unknown(self) -> list[Pc]:
        """PCs that were enrolled after the backup which the district was put back from, or enrolled again after the one
        that they were themselves."""
        there = AtDistrict(self.district.data)
        known = {bytes(row[0]) for row in there.rows("SELECT public_key FROM device")}
        there.close()
        return [pc for pc in self.pcs if public_key_of(pc) not in known]

    def district_is_readable(self) -> None:
        """What a kill left in SQLite's own log is brought into the file by whoever opens it next."""
        self.district.run("check")

    def _new_pc(self, station: str) -> None:
        self._made += 1
        name = f"pc{self._made}"
        self._give_disk(name, self.folder / name / DISK)
        directory = self.folder / name / DISK / "station"
        directory.mkdir(parents=True)
        grant, seed = request_enrolment(self.district.url, self.district.code_for(station), name, VERSION)
        unlocked = enrol_station(directory, grant, seed, LOGIN, NAME, PASSWORD, SystemClock(), self.random.randbytes)
        self.pcs.append(Pc(self.folder, name, station, unlocked))

    def _give_disk(self, name: str, place: Path) -> None:
        if not small_disk.missing():
            self.disks[name] = SmallDisk(place).__enter__()

    def _stop_desks(self) -> None:
        for pc in self.pcs:
            self.close(pc)

    def _start_desks(self) -> None:
        for pc in self.pcs:
            self.open(pc)

    def _stop_all(self) -> None:
        self._stop_desks()
        self.district_down()

    def _start_all(self) -> None:
        self.district.start()
        self._start_desks()

    def _leave_slow(self) -> None:
        if self._slow is not None:
            self._slow.__exit__()
            self._slow = None
            self.district.move()


def pause(seconds: float) -> None:
    """Lets the processes live: here time is what faults need, and nothing is waited for."""
    time.sleep(seconds)
