"""What was taken once is given back."""

import linecache
import os
import sys
from pathlib import Path

import pytest

from station_app.spare_memory import give_back

BLOCKS, BLOCK = 40_000, 1000


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text("utf-8").split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's own")
def test_freed_blocks_go_back_to_the_system_though_one_between_them_is_held() -> None:
    blocks = [bytes(BLOCK) for _ in range(BLOCKS)]
    held = [*blocks[BLOCKS // 2 :: BLOCKS // 50], blocks[-1]]
    blocks.clear()
    before = resident_bytes()
    give_back()
    assert before - resident_bytes() > BLOCKS * BLOCK // 4
    assert len(held) > 1


def test_the_lines_of_sources_are_dropped_and_read_again_when_they_are_wanted() -> None:
    assert linecache.getline(__file__, 1)
    give_back()
    assert not linecache.cache
    assert linecache.getline(__file__, 1).startswith('"""What was taken')
