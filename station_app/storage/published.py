"""What the district published, as this program reads it. A newer district may publish what an older desk does not know."""

from collections.abc import Callable
from typing import Any, Final, Literal

import msgspec

from forms.catalogue.loader import Catalogue, CatalogueError, decode_catalogue
from forms.workdays import CalendarUnreadable, WorkCalendar, decode_calendar
from sync.protocol.messages import SettingsDocument

PublicationKind = Literal["catalogue", "calendar", "settings"]
Document = Catalogue | WorkCalendar | SettingsDocument


def read_document(kind: PublicationKind, body: bytes) -> Document | None:
    """The document; None where this program cannot read it, whatever the reason."""
    try:
        document: Document = _READERS[kind](body)
    except (CatalogueError, CalendarUnreadable, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return document


def _settings(body: bytes) -> SettingsDocument:
    return msgspec.json.decode(body, type=SettingsDocument)


_READERS: Final[dict[PublicationKind, Callable[[bytes], Any]]] = {
    "catalogue": decode_catalogue,
    "calendar": decode_calendar,
    "settings": _settings,
}
