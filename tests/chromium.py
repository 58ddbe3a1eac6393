"""Debian's Chromium, without a window, for pages of the console; and what is seen of them, as pictures."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FACES = "() => ({status: document.fonts.status, faces: [...document.fonts].map(f => [f.family, f.weight, f.status])})"
PICTURES = Path(__file__).parents[1] / "build" / "console"

needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed")

# A busy machine needs longer than the five seconds Playwright gives.
expect.set_options(timeout=30_000)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


def photograph(page: Page, name: str) -> None:
    """The whole page as `build/console/{name}.png`, with its fonts."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.wait_for_load_state("networkidle")
    _wait_for_fonts(page)
    # Given a path, playwright writes from a thread of its own that it leaves behind.
    (PICTURES / f"{name}.png").write_bytes(page.screenshot(full_page=True))


def _wait_for_fonts(page: Page, seconds: float = 30) -> None:
    """The page is asked again and again: Playwright's own wait looks once for every frame that the browser draws, and a
    browser that nobody looks at need not draw any. That wait once ran out on a page just made another size.
    """
    until = time.monotonic() + seconds
    while (faces := page.evaluate(FACES))["status"] != "loaded":
        assert time.monotonic() < until, faces
        time.sleep(0.05)
