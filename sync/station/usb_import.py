"""Copies in what the district answered: only this marks anything as sent, by the same path as the network."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from sync.protocol.bundle import Counts, Label, PagesHeld, Part, fingerprint, hand_code
from sync.protocol.bundle_failures import BundleUnusable
from sync.protocol.bundle_names import bundles_in
from sync.protocol.bundle_read import Bundle, label_of, open_bundle
from sync.protocol.codec import NotOurMessage
from sync.protocol.decoding import decode
from sync.protocol.messages import Cursor
from sync.protocol.program_update import ProgramUpdate, open_update
from sync.protocol.reasons import Words
from sync.protocol.signing import BadSignature, public_key
from sync.station.errors import NotOurServer
from sync.station.exchange import page_is
from sync.station.pages import MOST_PAGE_BYTES
from sync.station.usb_answer import (
    OLDER_DISTRICT,
    OTHER_HISTORY,
    OVERTAKEN,
    SEND_AGAIN,
    SEND_ALL,
    Taken,
    take_answer,
    take_feed,
)
from sync.station.usb_ports import CarriedNote, StickNotes, StickStore

KeepUpdate = Callable[[ProgramUpdate, Iterable[bytes]], bool]
"""Puts a program's file away; False where its bytes are not what was signed. Called only for what the district signed."""


class CopiedIn(msgspec.Struct, frozen=True):
    """What a stick brought. `used`: files taken in; `of_others`: left for other stations; `words`: what was not used, and
    why (files and parts of files). `confirmed` and `confirmed_cases` are those that waited and wait no more. `agreed`:
    the district counts what this PC had copied out; None: no note of it here. `update`: a newer program that came."""

    used: int = 0
    of_others: int = 0
    words: tuple[Words, ...] = ()
    confirmed: int = 0
    confirmed_cases: int = 0
    refused: int = 0
    parked: int = 0
    received: int = 0
    results: int = 0
    pages_confirmed: int = 0
    pages_fetched: int = 0
    published: frozenset[str] = frozenset()
    update: ProgramUpdate | None = None
    agreed: bool | None = None
    note: CarriedNote | None = None

    @property
    def changed(self) -> bool:
        return bool(self.confirmed or self.received or self.pages_confirmed or self.pages_fetched or self.refused)


class _Tally:
    def __init__(self) -> None:
        self.words: list[Words] = []
        self.taken: list[Taken] = []
        self.believed = False
        self.used = self.of_others = self.pages_confirmed = self.pages_fetched = 0
        self.update: ProgramUpdate | None = None
        self.agreed: bool | None = None
        self.note: CarriedNote | None = None

    def say(self, words: Words) -> None:
        if words not in self.words:
            self.words.append(words)


class StickImport:
    def __init__(self, stick: StickStore, keep_update: KeepUpdate) -> None:
        self._stick, self._keep_update = stick, keep_update

    def read(self, folder: Path) -> CopiedIn:
        """Takes in every answer in `folder` that is for this PC, in any order, as often as one likes. Raises StickFailure
        where the stick cannot be read; a file that cannot be used is told in `words` and stops none of the others."""
        tally = _Tally()
        before = self._stick.unsent()
        for path in bundles_in(folder):
            self._read_file(path, tally)
        after = self._stick.unsent()
        if tally.believed and not after[0]:
            # Answers of earlier rounds may lie on the stick for ever; nobody has to be told to go once more.
            tally.words = [words for words in tally.words if words not in (OTHER_HISTORY, OVERTAKEN, OLDER_DISTRICT)]
        said = tally.taken
        return CopiedIn(
            used=tally.used,
            of_others=tally.of_others,
            words=tuple(tally.words),
            confirmed=max(0, before[0] - after[0]),
            confirmed_cases=max(0, before[1] - after[1]),
            refused=sum(each.refused for each in said),
            parked=sum(each.parked for each in said),
            received=sum(each.received for each in said),
            results=sum(each.results for each in said),
            pages_confirmed=tally.pages_confirmed,
            pages_fetched=tally.pages_fetched,
            published=frozenset[str]().union(*(each.published for each in said)),
            update=tally.update,
            agreed=tally.agreed,
            note=tally.note,
        )

    def _read_file(self, path: Path, tally: _Tally) -> None:
        identity = self._stick.store.identity()
        try:
            label = label_of(path)
            if label.direction == "to_station" and not self._is_mine(label):
                tally.of_others += 1
            if label.direction != "to_station" or not self._is_mine(label):
                return
            bundle = open_bundle(path, identity.signing_seed, "to_station")
            self._check_sender(bundle)
            self._take_in(bundle, tally)
        except BundleUnusable as unusable:
            tally.say(Words(unusable.zh, unusable.en))
        except (BadSignature, NotOurMessage, NotOurServer) as error:
            told = BundleUnusable("bad_signature", path.name, str(error))
            tally.say(Words(told.zh, told.en))

    def _is_mine(self, label: Label) -> bool:
        return label.receiver == fingerprint(public_key(self._stick.store.identity().signing_seed))

    def _check_sender(self, bundle: Bundle) -> None:
        identity, manifest = self._stick.store.identity(), bundle.manifest
        if bundle.signer != identity.server_key:
            raise BundleUnusable("bad_signature", bundle.path.name, "not signed by the district")
        if (manifest.district, manifest.station, manifest.device) != (
            identity.district,
            identity.station,
            identity.device,
        ):
            raise BundleUnusable("other_receiver", bundle.path.name)

    def _take_in(self, bundle: Bundle, tally: _Tally) -> None:
        believed, repaired = True, False
        request, end = b"", Cursor()
        several = sum(part.kind == "request" for part in bundle.manifest.parts) > 1
        first = True
        notice: ProgramUpdate | None = None
        for part, pieces in bundle.parts():
            match part.kind:
                case "request":
                    request = b"".join(pieces)
                case "answer" if not repaired:
                    taken = take_answer(self._stick, request, b"".join(pieces), feed_goes_on=several)
                    believed, end, first = believed and taken.believed, taken.end if first else end, False
                    repaired = taken.word in (SEND_AGAIN, SEND_ALL)
                    self._note(taken, tally)
                case "feed" if believed and not repaired:
                    taken = take_feed(self._stick, request, b"".join(pieces), end)
                    end = taken.end
                    self._note(taken, tally)
                case "held" if believed:
                    self._confirm(decode(b"".join(pieces), type=PagesHeld), tally)
                case "page":
                    self._store_page(part, pieces, tally)
                case "program_notice":
                    notice = open_update(b"".join(pieces), self._stick.store.identity().server_key)
                case "program" if notice is not None:
                    self._keep(notice, pieces, tally)
        tally.used += 1
        tally.believed = tally.believed or believed
        self._compare(bundle, tally, believed)

    @staticmethod
    def _note(taken: Taken, tally: _Tally) -> None:
        tally.taken.append(taken)
        if taken.word is not None:
            tally.say(taken.word)

    def _confirm(self, pages: PagesHeld, tally: _Tally) -> None:
        waiting = {page.sha256 for page in self._stick.pages_to_carry()}
        for sha256 in pages.held:
            if sha256 in waiting:
                self._stick.store.page_confirmed(sha256)
                tally.pages_confirmed += 1

    def _store_page(self, part: Part, pieces: Iterator[bytes], tally: _Tally) -> None:
        if part.size > MOST_PAGE_BYTES or part.name not in self._stick.store.pages_to_fetch():
            return
        content = b"".join(pieces)
        if page_is(part.name, content):
            self._stick.store.store_fetched_page(part.name, content)
            tally.pages_fetched += 1

    def _keep(self, update: ProgramUpdate, pieces: Iterator[bytes], tally: _Tally) -> None:
        if self._keep_update(update, pieces):
            tally.update = update
        else:
            tally.say(UPDATE_DAMAGED)

    def _compare(self, bundle: Bundle, tally: _Tally, believed: bool) -> None:
        """Both ends' counts of the file that went out, and what came back for it."""
        manifest = bundle.manifest
        with self._stick.transaction():
            notes = self._stick.notes()
            ours = next((note for note in notes.out if note.bundle_id == manifest.answers), None)
            agreed = None if ours is None else _same(ours.counts, manifest.taken)
            counts, code = manifest.counts, hand_code(bundle.sha256)
            carried_by = manifest.carried_by or (ours.carried_by if ours else "")
            back = CarriedNote(manifest.answers, manifest.made_at, carried_by, counts, code, bundle.path.name, agreed)
            out = tuple(
                msgspec.structs.replace(note, agreed=agreed) if note.bundle_id == manifest.answers else note
                for note in notes.out
            )
            self._stick.write_notes(StickNotes(out, back))
        tally.note = back
        if agreed is not None:
            tally.agreed = agreed if tally.agreed is None else tally.agreed and agreed


def _same(ours: Counts, theirs: Counts) -> bool:
    return (ours.events, ours.cases, ours.pages) == (theirs.events, theirs.cases, theirs.pages)


UPDATE_DAMAGED = Words(
    "带来的新版程序和县里签名的不一样，没有留下。请让县里重新拷一次；办件的内容不受影响。",
    "The new program on the stick is not what the district signed, so it was not kept. Cases are not affected.",
)
