"""A real portal and real browsers: Debian's Chromium, desktop and telephone, with everything they complain about kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, request, request_finished
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from tests.journeys.somebody import PHONE, Somebody
from tests.live import Live, running

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
]  # fmt: skip

Enter = Callable[..., Somebody]
Answered = dict[tuple[str, str], set[int]]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: install it (apt-get install chromium) or set CHROMIUM")
    opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A portal with the people of the shipped cast and no cases."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with running(tmp_path_factory.mktemp("live"), shared) as started:
        yield started


@pytest.fixture
def answered(app: Flask) -> Iterator[Answered]:
    """Collect which views were asked, how, and what they answered, while the pages are served from this process."""
    found: Answered = {}

    def note(_app: Flask, response: Response, **_more: object) -> None:
        found.setdefault((request.endpoint or "", request.method), set()).add(response.status_code)

    with request_finished.connected_to(note, app):
        yield found


def views_of(app: Flask, blueprint: str) -> set[tuple[str, str]]:
    """Return every view of *blueprint* with each way to ask it."""
    return {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules() if rule.endpoint.startswith(f"{blueprint}.")
        for method in (rule.methods or set()) & {"GET", "POST"}
    }  # fmt: skip


@pytest.fixture
def enter(browser: Browser, live: Live) -> Iterator[Enter]:
    """Open a browser of its own for somebody: `enter()` at a desk, `enter(phone=True)` with a telephone."""
    contexts: list[BrowserContext] = []
    people: list[Somebody] = []

    def make(*, phone: bool = False, **options: Any) -> Somebody:
        size = PHONE if phone else {"viewport": {"width": 1280, "height": 900}}
        context = browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam", **size, **options)
        context.set_default_timeout(60_000)
        contexts.append(context)
        people.append(Somebody(context.new_page(), live.url))
        return people[-1]

    yield make
    complaints = [complaint for one in people for complaint in one.complaints]
    for context in contexts:
        context.close()
    assert complaints == []
