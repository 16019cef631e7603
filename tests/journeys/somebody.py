"""Somebody with a browser: fills in by the names of fields, presses buttons by their words."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, Response

from portal.accounts.demo import DEMO_PASSWORD

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
PATIENCE = 120
"""So many seconds background work may take on a busy machine: rendering and sealing come before some messages."""


class Somebody:
    """One person in one browser."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.complaints: list[str] = []
        self.findings: list[str] = []
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("response", self._answered)

    def go(self, path: str) -> Somebody:
        """Open a page of the portal."""
        self.page.goto(path if path.startswith("http") else f"{self.url}{path}")
        return self

    def without_previews(self) -> Somebody:
        """Ask for no live preview from the next page on: who passes through leaves a document to be made for nobody."""
        self.page.add_init_script(
            "addEventListener('htmx:configRequest', e => { if (e.detail.path.endsWith('/concept/voorbeeld')) e.preventDefault() })"
        )
        return self

    def sign_in(self, email: str) -> Somebody:
        """Sign in with the demo password."""
        self.go("/inloggen")
        self.fill({"email": email, "password": DEMO_PASSWORD}, inside="form[action='/inloggen']")
        self.page.locator("form[action='/inloggen']").first.get_by_role("button", name="Inloggen").first.click()
        self.page.wait_for_url(re.compile(rf"{re.escape(self.url)}/(?!inloggen).*|{re.escape(self.url)}/?$"))
        return self

    def fill(self, fields: Mapping[str, str | int | bool], *, inside: str = "main") -> Somebody:
        """Fill in *fields* by name: text is typed, a choice is chosen, True ticks a box."""
        place = self.page.locator(inside).first
        for name, value in fields.items():
            field = place.locator(f"[name='{name}']")
            folded = place.locator("details:not([open])", has=self.page.locator(f"[name='{name}']"))
            if folded.count():
                folded.first.locator("summary").first.click()
            kind = field.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : (e.type || e.tagName)")
            if kind in ("radio", "checkbox"):
                wanted = field.first if value is True else place.locator(f"[name='{name}'][value='{value}']")
                wanted.check()
            elif kind == "select":
                field.first.select_option(str(value))
            else:
                field.first.fill(str(value))
        return self

    def choose(self, name: str, words: str) -> Somebody:
        """Choose the option that holds *words* in the list called *name*."""
        listed = self.page.locator(f"main select[name='{name}']").first
        value = listed.locator("option", has_text=words).first.get_attribute("value")
        listed.select_option(value)
        return self

    def press(self, words: str, *, last: bool = False) -> Somebody:
        """Press the button, or follow the link, with these *words*."""
        place = self.page.locator("main")
        button = place.get_by_role("button", name=words, exact=False)
        found: Locator = button if button.count() else place.get_by_role("link", name=words, exact=False)
        with self.page.expect_navigation():
            (found.last if last else found.first).click()
        return self

    def sees(self, *words: str) -> Somebody:
        """Check that the page shows all of *words*."""
        text = self.text
        missing = [one for one in words if one not in text]
        assert not missing, f"{self.page.url} does not show {missing}; it shows: {text[:1500]}"
        return self

    def misses(self, *words: str) -> Somebody:
        """Check that the page, source included, holds none of *words*."""
        text = self.page.content()
        found = [one for one in words if one in text]
        assert not found, f"{self.page.url} shows {found}"
        return self

    @property
    def text(self) -> str:
        return " ".join(self.page.locator("body").inner_text().split())

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.url)

    def download(self, words: str) -> bytes:
        """Follow the link with these *words* and return the file behind it."""
        target = self.page.get_by_role("link", name=words).first.get_attribute("href") or ""
        answer = self.page.context.request.get(target if target.startswith("http") else f"{self.url}{target}")
        assert answer.ok, f"{target}: {answer.status}"
        return answer.body()

    def newest_message(self, to: str, pattern: str) -> str:
        """Find in the page of outgoing messages the newest one to *to* that holds *pattern*, and return the hit."""
        wanted = re.compile(pattern)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.go("/berichten/")
            for text in self.page.locator("main").locator("li, article, tr, section").all_inner_texts():
                found = wanted.search(text)
                if to in text and found:
                    return found[1] if found.groups() else found[0]
            self.page.wait_for_timeout(500)
        raise AssertionError(f"no message to {to} with {pattern}: {self.text[:2000]}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.url}: {response.status}")
