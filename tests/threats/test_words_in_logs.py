"""What a bug leaves behind: where it was, and nothing that anybody typed. No memory of a crash either."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError

from station_app.bug_log import keep_bug_log
from sync.district.database.engine import writing
from sync.district.database.tables import case_row
from sync.district.district import District
from tests.test_architecture import ROOT
from tests.threats.in_clear import found_in_clear

NAME, NUMBER = "欧阳𬸚", "529901194603121242"


@pytest.mark.expects_log("an unexpected error")
def test_the_desks_log_holds_places_and_no_words(tmp_path: Path) -> None:
    """Also where another handler has written the exception out first: logging keeps that text in the record."""
    first = logging.StreamHandler(stream := (tmp_path / "elsewhere").open("w", encoding="utf-8"))
    first.setFormatter(logging.Formatter("%(message)s"))
    log = logging.getLogger("threats")
    log.addHandler(first)
    kept = keep_bug_log(tmp_path / "station")
    try:
        try:
            raise KeyError(f"{NAME} {NUMBER}")
        except KeyError as error:
            log.error("an unexpected error", exc_info=error)
    finally:
        logging.getLogger().removeHandler(kept)
        log.removeHandler(first)
        kept.close()
        stream.close()
    assert found_in_clear(tmp_path / "station", NAME, NUMBER) == []
    written = (tmp_path / "station" / "log" / "desk.log").read_text("utf-8")
    assert "KeyError" in written
    assert Path(__file__).name in written


def test_the_servers_log_holds_places_and_no_words() -> None:
    """As the server sets it up, in a process of its own: uvicorn's errors and ours."""
    program = (
        "import logging\n"
        "from sync.district.server_log import log_without_words\n"
        "log_without_words()\n"
        "for name in ('district', 'uvicorn.error'):\n"
        "    try:\n"
        f"        raise ValueError({NAME!r}) from KeyError({NUMBER!r})\n"
        "    except ValueError as error:\n"
        "        logging.getLogger(name).error('POST /sync failed', exc_info=error)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True)
    said = done.stderr.decode("utf-8")
    assert said.count("POST /sync failed") == said.count("ValueError") == 2
    assert NAME not in said
    assert NUMBER not in said


def test_a_database_error_does_not_quote_what_was_written(district: District) -> None:
    with pytest.raises(DBAPIError) as told, writing(district.engine) as connection:
        connection.execute(case_row.insert().values(district=district.code, case_id="c", applicant_name=NAME))
    assert not isinstance(told.value, OperationalError)
    assert NAME not in str(told.value)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows writes dumps only where its administrator has said so")
def test_a_crash_leaves_no_memory_behind() -> None:
    program = (
        "import resource\n"
        "from station_app.commands import main\n"
        "assert main(['export-bundle', '/nowhere', '--login', 'x']) == 1\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "(0, 0)\n"
