"""The main job, whole: a practice day through the real windows against the real server, and what it leaves behind."""

import os
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

ROOT = Path(__file__).parent.parent.parent
NAMES = ("李䶮", "欧阳𬸚", "买买提·吐尔逊", "𠮷桂英", "石大山", "吴国庆")


@pytest.mark.timeout(400)
def test_a_day_at_the_desk_ends_with_every_case_delivered(tmp_path: Path) -> None:
    folder = tmp_path / "day"
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "station_app.commands", "day", "--folder", str(folder)],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=380,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    steps = [line for line in done.stdout.splitlines() if line[:3].strip().isdigit()]
    assert len(steps) == 47
    assert done.stdout.count("送达也传到镇里") == len(NAMES)
    papers = sorted(path.name for path in (folder / "papers").iterdir())
    assert sum("材料接收凭证" in name for name in papers) == len(NAMES)
    assert sum("一次性告知书" in name for name in papers) == 2
    assert len(list((folder / "screens").glob("*.png"))) >= 30
    printed = "".join(map(_text, (folder / "papers").glob("*.pdf")))
    for name in NAMES:
        assert name in printed
    assert "529901194403121012" not in printed, "a whole identity number stands on a paper"


def _text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
