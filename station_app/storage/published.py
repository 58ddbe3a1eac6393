"""What the district published, as this program reads it. A newer district may publish what an older desk does not know."""

from collections.abc import Callable
from typing import Final, Literal, TypeVar

import msgspec

from forms.catalogue.loader import CatalogueError, decode_catalogue
from forms.workdays import CalendarUnreadable, decode_calendar
from sync.protocol.messages import SettingsDocument

PublicationKind = Literal["catalogue", "calendar", "settings"]
T = TypeVar("T")


def decode_settings(body: bytes) -> SettingsDocument:
    """A station's settings from their JSON. Raises msgspec.DecodeError."""
    return msgspec.json.decode(body, type=SettingsDocument)


def read_document(decode: Callable[[bytes], T], body: bytes) -> T | None:
    """What `decode` makes of the document; None where this program cannot read it, whatever the reason."""
    try:
        return decode(body)
    except (CatalogueError, CalendarUnreadable, msgspec.DecodeError, UnicodeDecodeError):
        return None


def is_read(kind: PublicationKind, body: bytes) -> bool:
    """Whether this program can read it."""
    return read_document(_DECODERS[kind], body) is not None


_DECODERS: Final[dict[PublicationKind, Callable[[bytes], object]]] = {
    "catalogue": decode_catalogue,
    "calendar": decode_calendar,
    "settings": decode_settings,
}
