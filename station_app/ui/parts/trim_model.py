"""A page being turned and cut by hand: its corners, the one that is being moved, and every step back. No window."""

from dataclasses import dataclass, field

from station_app.desk.crop_page import WHOLE, Corners, Point, Trim, turned

STEP, FINE_STEP = 0.01, 0.002
"""Shares of the picture that an arrow key moves a corner by."""


@dataclass
class TrimState:
    """`at` is the corner that is being moved (0 to 3 from the top left, clockwise), or None."""

    trim: Trim
    guess: Corners | None
    """In the picture as it came, before any turn."""
    at: int | None = None
    _before: list[Trim] = field(default_factory=list)

    @property
    def can_step_back(self) -> bool:
        return bool(self._before)

    def turn(self, quarters: int) -> None:
        """Clockwise; the cut stays on the same part of the picture."""
        self._go(turned(self.trim, quarters))

    def choose(self, corner: int | None) -> None:
        self.at = corner

    def move(self, across: float, down: float) -> None:
        """Moves the chosen corner by shares of the picture; nothing where none is chosen, or no page would be left."""
        if self.at is not None:
            x, y = self.trim.corners[self.at]
            self.put((x + across, y + down))

    def put(self, place: Point) -> None:
        """The chosen corner at this place, kept inside the picture."""
        if self.at is None:
            return
        corners = list(self.trim.corners)
        corners[self.at] = (min(max(place[0], 0.0), 1.0), min(max(place[1], 0.0), 1.0))
        a, b, c, d = corners
        self._go(Trim(self.trim.turns, (a, b, c, d)))

    def find(self) -> bool:
        """The corners where the paper seems to be; False where that is not to be seen."""
        if self.guess is None:
            return False
        self._go(turned(Trim(corners=self.guess), self.trim.turns))
        return True

    def whole(self) -> None:
        """Nothing is cut off."""
        self._go(Trim(self.trim.turns, WHOLE))

    def step_back(self) -> None:
        if self._before:
            self.trim = self._before.pop()

    def _go(self, trim: Trim) -> None:
        if trim != self.trim and trim.is_sensible:
            self._before.append(self.trim)
            self.trim = trim
