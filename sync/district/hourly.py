"""What the running server does by itself: each minute it looks whether its database was put back, each hour what is due."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

from litestar import Litestar

from sync.district.case_log import refresh_due
from sync.district.clock_watch import ClockWatch
from sync.district.database.engine import writing
from sync.district.deemed import accept_in_silence
from sync.district.district import District
from sync.district.parked import judge_parked
from sync.district.put_back import look

SECONDS_BETWEEN_LOOKS = 60
LOOKS_AN_HOUR = 60
log = logging.getLogger("district")


def hourly_acceptance(district: District) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    """A lifespan for `build_app`."""

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        task = asyncio.create_task(_run(district))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    return lifespan


async def _run(district: District) -> None:
    looks, watch = 0, ClockWatch(district)
    was_believed = True
    await asyncio.to_thread(_until_when_anew, district)
    while True:
        # One bad hour must not end the watch; the next one tries again, and the log says why.
        try:
            if await asyncio.to_thread(look, district):
                log.warning("the database was put back from a copy: a new incarnation has begun")
        except Exception:
            log.exception("whether the database was put back could not be looked up")
        believed = await _look_at_the_clock(watch)
        if looks % LOOKS_AN_HOUR == 0:
            await _judge(district)
        # What was held back follows as soon as the clock is believed again, not at the next full hour.
        if believed and (looks % LOOKS_AN_HOUR == 0 or not was_believed):
            await _accept(district)
        was_believed = believed
        looks += 1
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)


def _until_when_anew(district: District) -> None:
    """A program before this one may have counted otherwise until when each case waits."""
    try:
        with writing(district.engine) as connection:
            refresh_due(connection, district)
    except Exception:
        log.exception("until when each case waits could not be worked out")


async def _look_at_the_clock(watch: ClockWatch) -> bool:
    """False also where it could not be looked at: then nothing legal follows either."""
    try:
        believed = await asyncio.to_thread(watch.look)
    except Exception:
        log.exception("whether the clock is right could not be looked up")
        return False
    if not believed:
        log.warning(
            "the server's clock is in doubt: nothing is deemed accepted until it is settled (district-server clock)"
        )
    return believed


async def _judge(district: District) -> None:
    try:
        await asyncio.to_thread(judge_parked, district)
    except Exception:
        log.exception("what is parked could not be judged")


async def _accept(district: District) -> None:
    try:
        outcome = await asyncio.to_thread(accept_in_silence, district)
    except Exception:
        log.exception("deemed acceptance failed")
    else:
        for year in outcome.missing_years:
            log.warning("no calendar for %s is published: deemed acceptance cannot be counted", year)
