"""Draws text, lines and bars on one page, in millimetres and points from the page's top left corner."""

from typing import Any, Final, Literal

from reportlab.lib.colors import HexColor

from forms.papers.layout import Align, PageSize, Tone
from station_app.printing.codes import Bars
from station_app.printing.faces import Weight, runs, text_width

POINT_MM: Final = 25.4 / 72
_COLOURS: Final[dict[str, Any]] = {
    "plain": HexColor("#1c2730"),
    "strong": HexColor("#1c2730"),
    "soft": HexColor("#5a6975"),
    "alert": HexColor("#9a5b00"),
    "line": HexColor("#b9c0c3"),
}


class Sheet:
    """The measures of a kind of page, in millimetres; type sizes in points, times `scale`."""

    def __init__(self, page: PageSize, scale: float = 1.0) -> None:
        small = page == "A5"
        self.width, self.height = (148.0, 210.0) if small else (210.0, 297.0)
        self.margin = 11.0 if small else 20.0
        self.top = 10.0 if small else 18.0
        self.bottom = 19.0 if small else 27.0
        self.text_size = (10.0 if small else 11.5) * scale
        self.note_size = (9.0 if small else 10.5) * scale
        self.title_size = 17.0 if small else 22.0
        self.running = self.line(self.note_size) + 2.0
        """Under the top margin of a following page: the line that says whose it is."""
        self.code = 18.0 if small else 21.0
        self.seal = 34.0 if small else 40.0

    @property
    def inner(self) -> float:
        return self.width - 2 * self.margin

    @property
    def room(self) -> float:
        """The height in millimetres that pieces have on a following page."""
        return self.height - self.bottom - self.top - self.running

    def line(self, size: float) -> float:
        """The height of a line of text of that size."""
        return size * POINT_MM * 1.5

    def text_mm(self, text: str, size: float, weight: Weight) -> float:
        return text_width(text, size, weight) * POINT_MM


class Pen:
    """Wraps a reportlab canvas: y counts down from the top, lengths are millimetres."""

    def __init__(self, canvas: Any, sheet: Sheet) -> None:
        self._canvas = canvas
        self.sheet = sheet

    def text(self, x: float, top: float, text: str, size: float, tone: Tone = "plain", align: Align = "left") -> None:
        """One line of text whose line box begins at `top`; `x` is its left, middle or right by `align`."""
        weight: Weight = "bold" if tone in ("strong", "alert") else "regular"
        width = self.sheet.text_mm(text, size, weight)
        left = x - {"left": 0.0, "centre": width / 2, "right": width}[align]
        baseline = self._y(top + self.sheet.line(size) / 2 + size * POINT_MM * 0.36)
        self._canvas.setFillColor(_COLOURS[tone])
        self._canvas.setStrokeColor(_COLOURS[tone])
        for run in runs(text, weight):
            if run.font is None:
                left += self._empty_squares(left, top, run.text, size)
                continue
            self._canvas.setFont(run.font, size)
            self._canvas.setLineWidth(size * run.stout)
            self._canvas.drawString(left / POINT_MM, baseline, run.text, mode=2 if run.stout else None)
            left += self.sheet.text_mm(run.text, size, weight)

    def _empty_squares(self, left: float, top: float, text: str, size: float) -> float:
        """A square for each character that no font has, to be filled in by hand; the width of all."""
        side, pitch = size * POINT_MM * 0.86, size * POINT_MM
        below = self._y(top + self.sheet.line(size) / 2 + side / 2)
        self._stroke("plain", 0.2)
        for place in range(len(text)):
            x = left + place * pitch + (pitch - side) / 2
            self._canvas.rect(x / POINT_MM, below, side / POINT_MM, side / POINT_MM, stroke=1, fill=0)
        return len(text) * pitch

    def picture(self, x: float, top: float, width: float, height: float, content: bytes) -> None:
        """A picture as large as fits into the box, at its lower left."""
        from io import BytesIO

        from reportlab.lib.utils import ImageReader

        reader = ImageReader(BytesIO(content))
        wide, tall = reader.getSize()
        scale = min(width / wide, height / tall)
        box = (x / POINT_MM, self._y(top + height), wide * scale / POINT_MM, tall * scale / POINT_MM)
        self._canvas.drawImage(reader, *box, mask="auto")

    def rule(
        self, x: float, top: float, width: float, tone: Literal["line"] | Tone = "line", thick: float = 0.2
    ) -> None:
        self._stroke(tone, thick)
        self._canvas.line(x / POINT_MM, self._y(top), (x + width) / POINT_MM, self._y(top))

    def upright(self, x: float, top: float, height: float) -> None:
        self._stroke("line", 0.2)
        self._canvas.line(x / POINT_MM, self._y(top), x / POINT_MM, self._y(top + height))

    def dashed_circle(self, x: float, y: float, radius: float) -> None:
        self._stroke("line", 0.25)
        self._canvas.setDash(2.2, 2.2)
        self._canvas.circle(x / POINT_MM, self._y(y), radius / POINT_MM)
        self._canvas.setDash()

    def bars(self, x: float, top: float, bars: Bars, module: float, height: float) -> None:
        """The code with modules `module` wide and rows `height` high, all black for the reader's sake."""
        path = self._canvas.beginPath()
        for left, row, width, rows in bars.dark:
            below = self._y(top + (row + rows) * height)
            path.rect((x + left * module) / POINT_MM, below, width * module / POINT_MM, rows * height / POINT_MM)
        self._canvas.setFillColorRGB(0, 0, 0)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _stroke(self, tone: str, thick: float) -> None:
        self._canvas.setStrokeColor(_COLOURS[tone])
        self._canvas.setLineWidth(thick / POINT_MM)

    def _y(self, top: float) -> float:
        return (self.sheet.height - top) / POINT_MM
