"""Looking at a page as people who see, touch or hear otherwise do: axe, and no sideways scrolling at 320 pixels."""

from __future__ import annotations

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.somebody import Somebody

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_axe = Axe()


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong, one line each with the first element."""
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found = _axe.run(page, options=options).response["violations"]
    return [f"{page.url}: {one['id']} {len(one['nodes'])}x: {one['nodes'][0]['html'][:160]}" for one in found]


def violations_everywhere(who: Somebody) -> list[str]:
    """Look at the page somebody is on at 1280 and 390 pixels, in light and dark, and whether it fits in 320.

    With the colours of the system forced upon it, a page is looked at once.
    """
    page, size, found = who.page, who.page.viewport_size, []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} {scheme} {line}" for line in violations(page)]
    page.emulate_media(color_scheme="light", forced_colors="active")
    found += [f"390 forced {line}" for line in violations(page)]
    page.emulate_media(color_scheme="light", forced_colors="none")
    page.set_viewport_size({"width": 320, "height": 640})
    found += [wide] if (wide := overflow(page)) else []
    page.set_viewport_size(size or {"width": 1280, "height": 900})
    return found


def overflow(page: Page) -> str:
    """Return a line when the page scrolls sideways; tables in their own scroller do not count."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide <= 0:
        return ""
    worst = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1
                         && !e.closest('[tabindex]'))
            .map(e => e.tagName + '.' + e.className).slice(0, 3).join(' ')"""
    )
    return f"{page.url}: {wide}px too wide at {page.viewport_size}: {worst}"


def look_closely(who: Somebody) -> None:
    """Look at the page somebody is on, in light and dark and at 320 pixels, then put the window back."""
    page, size = who.page, who.page.viewport_size
    assert size is not None
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        who.findings += violations(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 640})
    who.findings += [found] if (found := overflow(page)) else []
    page.set_viewport_size(size)
