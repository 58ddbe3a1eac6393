"""The two small files of a forgotten password on a stick: the request written, the answer found."""

from collections.abc import Iterator
from pathlib import Path

from forms.failures import InputFailure
from station_app.storage.durable_file import write_durably
from station_app.storage.failures import told_os_errors
from station_app.storage.recovery import AnswerOfAnother
from sync.protocol.recovery import (
    SUFFIX,
    RecoveryAnswer,
    RecoveryRequest,
    RecoveryUnusable,
    file_name,
    is_answer,
    pack,
    read_file,
    recovery_code,
    unpack,
)

MOST_FILES = 200


class NoAnswerThere(InputFailure):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"“{folder}”里没有“重设密码”文件。请先让县里写好回执，拷到同一个 U 盘，再试一次。",
            f"There is no answer for a forgotten password in {folder}. Let the district write one to the same stick first.",
        )


def write_request(request: RecoveryRequest, folder: Path) -> tuple[Path, str]:
    """The file, on the disk when this returns, and the code that is read out by telephone."""
    data, path = pack(request), folder / file_name(request)
    with told_os_errors():
        folder.mkdir(parents=True, exist_ok=True)
    write_durably(path, data)
    return path, recovery_code(data)


def find_answer(folder: Path, request_id: str) -> RecoveryAnswer:
    """The answer to this request (hex). Raises `NoAnswerThere`, `AnswerOfAnother`, `RecoveryUnusable`."""
    found: list[RecoveryAnswer] = []
    unusable: RecoveryUnusable | None = None
    for name, data in _answers(folder):
        try:
            found.append(unpack(data, RecoveryAnswer, name))
        except RecoveryUnusable as failure:
            unusable = failure
    fitting = [answer for answer in found if answer.request_id.hex() == request_id]
    if fitting:
        return fitting[0]
    if unusable is not None:
        raise unusable
    raise AnswerOfAnother if found else NoAnswerThere(folder)


def _answers(folder: Path) -> Iterator[tuple[str, bytes]]:
    from sync.protocol.bundle_names import FOLDER

    with told_os_errors():
        # The answer may have been put into the folder of the request, or beside it.
        places = {folder, folder / FOLDER, folder.parent if folder.name == FOLDER else folder}
        paths = sorted(path for place in places for path in place.glob(f"*{SUFFIX}"))[:MOST_FILES]
        for path in paths:
            if path.is_file() and not path.name.startswith("."):
                data = read_file(path)
                if is_answer(data):
                    yield path.name, data
