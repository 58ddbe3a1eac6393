"""A draft is on the disk when saving it returns."""

import subprocess
import sys
from pathlib import Path

import pytest

from forms.case import Applicant, CaseContent
from station_app.storage.drafts import DraftGone
from station_app.storage.keys import Unlocked
from station_app.storage.store import Store
from tests.storage.station import SetClock, opened

TYPES_UNTIL_KILLED = """
import secrets, sys
from pathlib import Path
from forms.case import Applicant, CaseContent
from station_app.storage.keys import Unlocked
from station_app.storage.store import open_store
from tests.storage.station import SetClock, MACHINE
unlocked = Unlocked(bytes.fromhex(sys.argv[2]), "l", "龙")
store = open_store(Path(sys.argv[1]), unlocked, SetClock(), secrets.token_bytes, machine=MACHINE)
draft_id = store.drafts.new("2026-11-23T10:12:00+08:00")
typed = 0
while True:
    typed += 1
    store.drafts.save(draft_id, CaseContent(applicant=Applicant("李䶮" * typed)), f"{typed}")
    print(draft_id, typed, flush=True)
"""


def test_every_saved_change_survives_a_kill(directory: Path, unlocked: Unlocked, clock: SetClock) -> None:
    for keystrokes in (1, 7, 40):
        with subprocess.Popen(
            [sys.executable, "-c", TYPES_UNTIL_KILLED, str(directory), unlocked.raw_key.hex()],
            stdout=subprocess.PIPE,
            text=True,
        ) as typing:
            assert typing.stdout is not None
            for _ in range(keystrokes):
                line = typing.stdout.readline()
            typing.kill()
            for last in typing.stdout:
                # What the pipe still held had been saved before it was told.
                line = last if len(last.split()) == 2 and last.endswith("\n") else line
            typing.wait(10)
        draft_id, typed = line.split()
        store = opened(directory, unlocked, clock)
        draft = store.drafts.load(draft_id)
        assert int(draft.saved_at) >= int(typed)
        assert draft.content.applicant.name == "李䶮" * int(draft.saved_at)
        store.close()


def test_drafts_are_listed_the_last_saved_first_until_they_are_cases(store: Store) -> None:
    first, second = store.drafts.new("2026-11-23T10:00:00+08:00"), store.drafts.new("2026-11-23T10:01:00+08:00")
    assert [draft.draft_id for draft in store.drafts.open()] == [second, first]
    store.drafts.save(first, CaseContent(applicant=Applicant("𠮷野")), "2026-11-23T10:02:00+08:00")
    assert [draft.draft_id for draft in store.drafts.open()] == [first, second]
    store.drafts.received(first, "5299-03-20261123-0001-K")
    assert [draft.draft_id for draft in store.drafts.open()] == [second]
    assert store.drafts.load(first).receipt_number == "5299-03-20261123-0001-K"
    with pytest.raises(DraftGone):
        store.drafts.save(first, CaseContent(), "")


def test_a_deleted_draft_is_told(store: Store) -> None:
    draft_id = store.drafts.new("2026-11-23T10:00:00+08:00")
    store.drafts.discard(draft_id)
    for use in (lambda: store.drafts.load(draft_id), lambda: store.drafts.save(draft_id, CaseContent(), "")):
        with pytest.raises(DraftGone, match="重新登记"):
            use()
