"""Where an item wants the photograph itself: it becomes a page of its own beside the one that is read (decision 095)."""

from collections.abc import Mapping, Sequence

import msgspec

from forms.case import MaterialLine, Page
from forms.catalogue.guide import ServiceGuide
from station_app.desk.bare_photograph import bounded
from station_app.desk.context import Desk
from station_app.desk.loose_pages import photograph_of

_PNG = b"\x89PNG"


def keep_originals(desk: Desk, guide: ServiceGuide | None, lines: Sequence[MaterialLine]) -> dict[str, Page]:
    """Puts the originals that `guide` wants into the vault. Answers page (SHA-256) → its original, as far as it is at hand."""
    wanted = {material.code for material in guide.materials if material.keep_original_scan} if guide else set()
    found: dict[str, Page] = {}
    for page in (page for line in lines if line.code in wanted for page in line.pages if page.original is None):
        photograph = photograph_of(desk, page.sha256)
        if photograph is not None:
            content = bounded(photograph.content)
            kind = "image/png" if content.startswith(_PNG) else "image/jpeg"
            found[page.sha256] = Page(desk.store.vault.write(content), len(content), kind, page.name)
    return found


def with_originals(lines: Sequence[MaterialLine], originals: Mapping[str, Page]) -> tuple[MaterialLine, ...]:
    """The lines, each page with its original."""
    return tuple(
        msgspec.structs.replace(line, pages=tuple(_with(page, originals.get(page.sha256)) for page in line.pages))
        for line in lines
    )


def _with(page: Page, original: Page | None) -> Page:
    # A photograph that is small and sharp may be its own reading copy.
    if original is None or original.sha256 == page.sha256:
        return page
    return msgspec.structs.replace(page, original=original)
