"""Look at pages: open them in Chromium at several widths, run axe, measure overflow, save pictures.

Run: python scripts/look.py --out var/look URL…          (cookies from a signed-in session: --cookie NAME=VALUE)
     python scripts/look.py --out var/look --sample      (the page with every component, without a server)
Ends with 1 when a page overflows sideways, breaks an axe rule of WCAG 2.2 AA, or writes an error in the console.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OVERFLOW = """() => {
  const room = document.documentElement.clientWidth, found = [];
  const over = document.documentElement.scrollWidth - room;
  if (over > 0) for (const e of document.body.querySelectorAll('*')) {
    const box = e.getBoundingClientRect();
    if ((box.right > room + 1 || box.left < -1) && box.width > 0 && !e.closest('.tabel,.vh,.sla-over') && found.length < 5)
      found.push(e.tagName.toLowerCase() + (e.className ? '.' + String(e.className.baseVal ?? e.className).replaceAll(' ', '.') : ''));
  }
  return [over, found];
}"""
TARGETS = """(least) => [...document.querySelectorAll('a,button,input:not([type=hidden]),select,textarea,summary')].filter(e => {
  const box = (e.closest('label.keuze') ?? e).getBoundingClientRect();
  return box.width && box.height && Math.min(box.width, box.height) < least && !e.closest('.vh,.sla-over,p,dd,td,th,.melding li');
}).map(e => e.tagName.toLowerCase() + ': ' + (e.textContent.trim() || e.name || e.id).slice(0, 40)
  + ' ' + Math.round(e.getBoundingClientRect().height))"""


@dataclass(frozen=True)
class View:
    """One way of looking at a page."""

    name: str
    width: int
    dark: bool = False
    text: int = 100
    forced: bool = False


VIEWS = (View("1280", 1280), View("1280-dark", 1280, dark=True), View("390", 390), View("390-dark", 390, dark=True),
         View("320", 320), View("390-text200", 390, text=200), View("1280-forced", 1280, forced=True))


def look(browser: Browser, url: str, view: View, out: Path, cookies: list[str]) -> list[str]:
    """Open *url* as *view*, save a picture, and list what is wrong."""
    context = browser.new_context(
        viewport={"width": view.width, "height": 900}, color_scheme="dark" if view.dark else "light",
        forced_colors="active" if view.forced else "none", bypass_csp=True, locale="nl-NL")
    parts = urlsplit(url)
    for cookie in cookies:
        name, _, value = cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "domain": parts.hostname or "", "path": "/"}])
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(f"console: {message.text}") if message.type == "error" else None)
    page.goto(url)
    page.wait_for_load_state("networkidle")
    if view.text != 100:
        page.add_style_tag(content=f"html{{font-size:{view.text}%!important}}")
    slug = re.sub(r"[^a-z0-9]+", "-", (parts.path + "-" + parts.query).lower()).strip("-") or "home"
    out.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(out / f"{slug}-{view.name}.png"), full_page=True)
    wrong += measured(page, view)
    context.close()
    return wrong


def measured(page: Page, view: View) -> list[str]:
    """List sideways overflow, axe violations and targets that are too small."""
    wrong = []
    over, culprits = page.evaluate(OVERFLOW)
    if over > 0:
        wrong.append(f"overflow {over} px: {', '.join(culprits)}")
    if view.text != 100:
        return wrong
    body = page.evaluate("document.body.className")
    least = 44 if view.width < 600 and ("tenant" in body or "field" in body) else 24
    wrong += [f"target under {least}: {found}" for found in page.evaluate(TARGETS, least)]
    for violation in Axe().run(page, options=RULES).response["violations"]:
        nodes = "; ".join(str(node["target"][0]) for node in violation["nodes"][:4])
        wrong.append(f"axe {violation['id']} ({violation['impact']}) x{len(violation['nodes'])}: {nodes}")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("urls", nargs="*")
    parser.add_argument("--out", type=Path, default=Path("var/look"))
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--cookie", action="append", default=[])
    parser.add_argument("--view", action="append", choices=[view.name for view in VIEWS])
    given = parser.parse_args()
    if given.sample:
        from scripts.sample import served
    bad = 0
    with served() if given.sample else nullcontext([]) as extra, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=ARGUMENTS)
        for url in [*given.urls, *extra]:
            for view in VIEWS:
                if given.view and view.name not in given.view:
                    continue
                wrong = look(browser, url, view, given.out, given.cookie)
                bad += bool(wrong)
                print(f"{'BAD ' if wrong else 'ok  '} {urlsplit(url).path:30} {view.name}")
                for line in wrong:
                    print(f"       {line}")
        browser.close()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
