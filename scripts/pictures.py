"""Take the README's pictures from the running demo: python scripts/pictures.py [ADDRESS]."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
PASSWORD = "driehoek-demo-2026"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
BUREAU, EXPERT, LAWYER = "w.kerkhof@bureaudriehoek.example", "s.deboer@zandhof.example", "f.oldenhuis@bureaudriehoek.example"


def main() -> int:
    address = (sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000").rstrip("/")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        today(signed_in(browser, address, BUREAU), address)
        case(signed_in(browser, address, EXPERT), address)
        dossier(signed_in(browser, address, LAWYER), address)
        letter(browser, address)
        browser.close()
    return 0


def signed_in(browser: Browser, address: str, email: str) -> Page:
    """Open a desk-sized page as *email*."""
    page = browser.new_context(viewport={"width": 1280, "height": 860}).new_page()
    page.goto(f"{address}/inloggen")
    form = page.locator("form[action='/inloggen']").first
    form.locator("[name=email]").fill(email)
    form.locator("[name=password]").fill(PASSWORD)
    form.get_by_role("button").first.click()
    page.wait_for_url(re.compile(r"^(?!.*inloggen)"))
    return page


def save(page: Page, name: str) -> None:
    """Keep what the page shows, small enough for a README."""
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    Image.open(path).convert("P", palette=Image.Palette.ADAPTIVE, colors=128).save(path, optimize=True)


def today(page: Page, address: str) -> None:
    page.goto(f"{address}/?wie=iedereen")
    save(page, "today")


def case(page: Page, address: str) -> None:
    """The case of the first story, with its life domains and the sealed agreement."""
    page.goto(f"{address}/zaken?q=Zandt")
    page.get_by_role("link", name=re.compile(r"D-\d{4}-\d{4}")).first.click()
    save(page, "case")
    link = page.locator("main a[href*='/verificatie/getekend/']").first.get_attribute("href")
    agreement(page.request.get(f"{address}{link}").body())


def agreement(pdf: bytes) -> None:
    """Set the first pages of the sealed agreement side by side."""
    document = pypdfium2.PdfDocument(pdf)
    chosen = [0, 2, len(document) - 2]
    pages = [document[number].render(scale=1.0).to_pil() for number in chosen]
    sheet = Image.new("RGB", (sum(p.width for p in pages) + 40, max(p.height for p in pages) + 20), "#c9d2d1")
    at = 10
    for picture in pages:
        sheet.paste(picture, (at, 10))
        at += picture.width + 10
    sheet.convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(PICTURES / "agreement.png", optimize=True)


def dossier(page: Page, address: str) -> None:
    page.goto(f"{address}/rechtbankdossiers")
    page.locator("main a[href*='/rechtbankdossiers/']").first.click()
    save(page, "dossier")


def letter(browser: Browser, address: str) -> None:
    """A tenant's phone: the first clause of a letter that waits for an answer, entered by link and code."""
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"{address}/berichten/")
    links = list(dict.fromkeys(re.findall(r"/t/[A-Za-z0-9_-]{43}", page.content())))
    for link in links:
        page.goto(f"{address}{link}")
        begin = page.get_by_role("button", name="Begin")
        if not begin.count():
            continue
        begin.first.click()
        if not page.locator("[name=code]").count():
            continue
        where = page.url
        page.goto(f"{address}/berichten/")
        code = re.search(r"Uw code is (\d{6})", page.content())
        page.goto(where)
        page.locator("[name=code]").fill(code[1] if code else "")
        page.locator("main form").filter(has=page.locator("[name=code]")).get_by_role("button").first.click()
        first = page.locator("main a[href*='/t/afspraak/']")
        if first.count():
            first.first.click()
        if "/t/afspraak/" in page.url:
            save(page, "sign")
            return
    raise SystemExit("no letter in the demo waits for its reader")


if __name__ == "__main__":
    sys.exit(main())
