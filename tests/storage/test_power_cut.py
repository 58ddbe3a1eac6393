"""The program killed while it receives, and two threads at the same store: nothing lost, nothing half, nothing twice."""

import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

from forms.case import CaseContent
from forms.events import CaseReceived, ReceiptConfirmed, read_data
from station_app.desk.receive_case import receive_case
from station_app.storage.keys import Unlocked
from tests.storage.station import (
    SetClock,
    applied,
    by_district,
    complete_content,
    drafted,
    opened,
    opened_desk,
    outcome,
)
from tests.storage.test_projections import tables

RECEIVES_UNTIL_KILLED = """
import sys
from pathlib import Path
from queue import Queue
from station_app.desk.receive_case import receive_case
from station_app.storage.keys import Unlocked
from tests.storage.station import SetClock, complete_content, drafted, opened_desk
desk = opened_desk(Path(sys.argv[1]), Unlocked(bytes.fromhex(sys.argv[2]), "l", "龙"), SetClock())
print("ready", flush=True)
while True:
    print(receive_case(desk, drafted(desk, complete_content(desk))).receipt_number, flush=True)
"""
KILLS = 8


def test_a_receipt_that_was_told_is_there_after_a_kill(directory: Path, unlocked: Unlocked, clock: SetClock) -> None:
    told: list[str] = []
    chance = random.Random(5)
    for _ in range(KILLS):
        with subprocess.Popen(
            [sys.executable, "-c", RECEIVES_UNTIL_KILLED, str(directory), unlocked.raw_key.hex()],
            stdout=subprocess.PIPE,
            text=True,
        ) as desk:
            assert desk.stdout is not None
            lines = [desk.stdout.readline() for _ in range(1 + chance.randrange(8))]
            desk.kill()
            lines += desk.stdout.readlines()
            desk.wait(10)
        told += [line.strip() for line in lines if line.endswith("\n") and line != "ready\n"]
    store = opened(directory, unlocked, clock)
    contents: list[CaseContent] = [
        read_data(logged.event, CaseReceived).content
        for row in store.cases.find("", "all", 10_000)
        for logged in store.log.of_case(row.case_id)
    ]
    numbers = [content.receipt_number for content in contents]
    assert len(told) >= KILLS
    assert set(told) <= set(numbers)
    assert len(set(numbers)) == len(numbers)
    assert len(numbers) <= len(told) + KILLS
    assert store.log.first_break() is None
    live = tables(store)
    store.projections.rebuild()
    assert tables(store) == live
    store.close()


def test_the_desk_and_sync_work_at_the_same_store_at_once(directory: Path, unlocked: Unlocked, clock: SetClock) -> None:
    many = 40
    clock.wait(days=1)  # what the feed brings is of that day
    saved: Queue[int] = Queue()

    def at_the_desk() -> None:
        desk = opened_desk(directory, unlocked, clock)
        for serial in range(many):
            receive_case(desk, drafted(desk, complete_content(desk, serial=serial)))
            saved.put(serial)
        desk.close()

    def at_the_line() -> None:
        store = opened(directory, unlocked, clock)
        position = answered = 0
        for _ in range(many):
            saved.get(timeout=30)
            batch = store.outgoing(5, 100_000)
            for at, sent in enumerate(batch.events):
                case_id = store.database.value("SELECT case_id FROM event WHERE op_id = ?", (sent.op_id,))
                position += 1
                feed = (
                    (by_district(ReceiptConfirmed("响水镇民政办"), "receipt_confirmed", case_id, 2, position),)
                    if case_id
                    else ()
                )
                verdict = applied(batch.first_seq + at, sent.op_id, 1 if case_id else 0)
                store.record_exchange(outcome(verdicts=(verdict,), feed=feed, position=position))
                answered += 1
        store.close()
        assert answered == many + 1

    with ThreadPoolExecutor(2) as pool:
        for work in [pool.submit(at_the_desk), pool.submit(at_the_line)]:
            work.result(120)
    store = opened(directory, unlocked, clock)
    rows = store.cases.find("", "all", 1000)
    assert len(rows) == many
    assert {(row.state, row.unsent) for row in rows} == {("under_check", False)}
    assert store.log.first_break() is None
    store.close()
