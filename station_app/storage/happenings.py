"""What has happened to this PC's data and to the district's as a whole, so that it can be said in words afterwards."""

import msgspec

NEWEST = 8


class Restoration(msgspec.Struct, frozen=True):
    """A backup was put back here. `at`, `made_at`: ISO times; `position`: the last event in it, and what came over with it.

    `taken`, `unsent`: events that came over from the data before, and how many of them the district did not have;
    `all_read` False: those data could not be read, or not whole. `rejoined`: the new epoch that follows has begun.
    """

    at: str
    made_at: str
    position: int
    taken: int
    unsent: int
    all_read: bool
    aside: str
    rejoined: bool = False


class DistrictRestored(msgspec.Struct, frozen=True):
    """The district's server was put back from a backup; noticed at `at` (its clock, ms since 1970).

    `forgotten`: cases with steps of the offices that it has lost.
    """

    at: int
    forgotten: int = 0


class Happenings(msgspec.Struct, frozen=True):
    """`jumps`: the district's time (ms) at the last exchange before each new epoch that nothing here explains, oldest first.

    One may be a disk that was put back by hand; several soon after one another are a second PC with the same enrolment.
    """

    restored: Restoration | None = None
    district: DistrictRestored | None = None
    jumps: tuple[int, ...] = ()

    def epoch_began(self, last_success: int) -> "Happenings":
        if self.restored is not None and not self.restored.rejoined:
            return msgspec.structs.replace(self, restored=msgspec.structs.replace(self.restored, rejoined=True))
        return msgspec.structs.replace(self, jumps=(*self.jumps, last_success)[-NEWEST:])

    def district_restored(self, at: int) -> "Happenings":
        """The new epoch that was begun just before is explained by it."""
        return msgspec.structs.replace(self, district=DistrictRestored(at), jumps=self.jumps[:-1])

    def district_forgot(self, cases: int) -> "Happenings":
        if self.district is None:
            return self
        return msgspec.structs.replace(self, district=msgspec.structs.replace(self.district, forgotten=cases))
