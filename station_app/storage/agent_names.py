"""Who can sign in here, by the key file's names alone. Light: the desk shows them at its first paint."""

import json
from pathlib import Path

from station_app.storage.failures import DatabaseDamaged, DatabaseUnreachable, told_os_errors
from station_app.storage.places import Places


def agent_names(directory: Path) -> tuple[tuple[str, str], ...]:
    """(login, name) of each agent, in the order they were added; the keys themselves stay unread.

    Raises `DatabaseUnreachable` where there is no key file, `DatabaseDamaged` where it cannot be read.
    """
    path = Places(directory).keys
    if not path.is_file():
        raise DatabaseUnreachable(f"{path.name} is missing")
    with told_os_errors():
        content = path.read_bytes()
    try:
        return tuple((str(agent["login"]), str(agent["name"])) for agent in json.loads(content)["agents"])
    except (ValueError, KeyError, TypeError) as error:
        raise DatabaseDamaged(f"{path.name}: {error!r}") from error
