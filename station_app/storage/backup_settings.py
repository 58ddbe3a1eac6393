"""Where backups go beside this PC's own disk, kept in a small file beside the data. Not secret."""

from pathlib import Path

import msgspec

from station_app.storage.durable_file import write_durably
from station_app.storage.places import Places


class BackupSettings(msgspec.Struct, frozen=True):
    """`second`: the folder on another disk, empty for none; `second_at`: when it was last written, or chosen (ISO time).

    `last_path`, `last_at`: the last backup that an agent made by hand, wherever it was put.
    """

    second: str = ""
    second_at: str = ""
    last_path: str = ""
    last_at: str = ""


def read_backup_settings(directory: Path) -> BackupSettings:
    """What is missing or makes no sense is as if nothing had been set: the backup beside the data is made all the same."""
    try:
        return msgspec.json.decode(Places(directory).backup_settings.read_bytes(), type=BackupSettings)
    except (FileNotFoundError, msgspec.DecodeError):
        return BackupSettings()


def write_backup_settings(directory: Path, settings: BackupSettings) -> None:
    write_durably(Places(directory).backup_settings, msgspec.json.encode(settings))
