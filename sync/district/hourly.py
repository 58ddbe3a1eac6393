"""What the running server does by itself: at the start and each hour, silence of five days becomes acceptance."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

from litestar import Litestar

from sync.district.deemed import accept_in_silence
from sync.district.district import District

SECONDS_BETWEEN = 3600
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
    while True:
        try:
            outcome = await asyncio.to_thread(accept_in_silence, district)
        except Exception:
            # One bad hour must not end the watch; the next one tries again, and the log says why.
            log.exception("deemed acceptance failed")
        else:
            for year in outcome.missing_years:
                log.warning("no calendar for %s is published: deemed acceptance cannot be counted", year)
        await asyncio.sleep(SECONDS_BETWEEN)
