"""A tenant tells the own side on a telephone without JavaScript: every page of every form for tenants, in every language."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page

import forms
from portal.definitions.services.publishing import SHIPPED
from portal.guidance import services, words
from portal.guidance.models import TenantForm, TenantFormSession
from portal.parties.models import Person
from tests.builders.cases import Town, make_case, make_town
from tests.builders.signatures import CODE, last_message
from tests.builders.submissions import make_forms, tenant_of
from tests.conftest import Work
from tests.journeys.axe import overflow, violations
from tests.journeys.conftest import Answered, views_of
from tests.journeys.somebody import Somebody
from tests.journeys.test_signing_outcomes import Enter, come, site

__all__ = ["come", "site"]  # fixtures

pytestmark = [pytest.mark.journey, pytest.mark.slow]
FORMS = [
    form.key for form in (forms.load_json(path.read_bytes()) for path in sorted(SHIPPED.glob("*.json"))) if form.filled_by == "tenant"
]  # fmt: skip
SAME = {"Begin"}
"""Words that are the same in Dutch and in another language."""


class Story:
    """One form for one tenant, the telephone it is read on, and what ran off the side or was not told in the language."""

    def __init__(self, who: Somebody, eye: Somebody, work: Work, language: str, key: str) -> None:
        self.who, self.eye, self.work, self.language = who, eye, work, language
        self.wrong: list[str] = []
        with work() as uow:
            make_forms(uow)
            self.town: Town = make_town(uow)
            self.case_id = make_case(uow, self.town, expert=True).id
            self.person_id = tenant_of(uow, self.case_id)
            person = uow.get(Person, self.person_id)
            person.phone, person.language = "06 00 00 77 01", language
        self.letter = self.ask(key)

    def ask(self, key: str) -> str:
        """Send the tenant a link; return where it leads."""
        with self.work(self.town.expert) as uow:
            self.form_id: uuid.UUID = services.offer(uow, self.case_id, self.person_id, key).id
        with self.work() as uow:
            hit = re.search(r"/f/[\w-]{30,}(\?taal=\w\w)?", last_message(uow))
            assert hit is not None
            return hit.group()

    def enter(self, who: Somebody) -> None:
        """Show link and code; the code is put in place of the one that was sent."""
        who.go(self.letter).press("Begin")
        self.code()
        who.fill({"code": CODE}).press("Verder")

    def code(self) -> None:
        """Put the code that the tests know in place of the one that was sent."""
        with self.work() as uow:
            uow.now += dt.timedelta(minutes=2)
            services.send_code(uow, self.form_id, CODE)

    def looks(self, path: str = "") -> None:
        """Look at a page: it fits in 320 pixels, axe has no complaint, and it says everything in the chosen language too."""
        page = (self.who.go(path) if path else self.who).page
        size = page.viewport_size or {"width": 390, "height": 844}
        for width in (size["width"], 320):
            page.set_viewport_size({"width": width, "height": size["height"]})
            self.wrong += [line] if (line := overflow(page)) else []
        page.set_viewport_size(size)
        self.wrong += self._violations(page)
        if self.language == "nl":
            self.wrong += [f"{page.url}: not Dutch"] if page.locator("main [lang]:not([lang=nl]):not(.taal a)").count() else []
            return
        for place in ("main", "header.kop", "footer.voet", ".melding.mis", ".veld .fout", "main .knoppen .knop", "main .terug"):
            for one in page.locator(place).all():
                if not one.locator(f"[lang={self.language}]").count() and one.inner_text() not in SAME:
                    self.wrong.append(f"{page.url}: only Dutch: {place}: {one.inner_text()[:80]}")

    def _violations(self, page: Page) -> list[str]:
        """Return what axe finds; it needs a browser with JavaScript, which is handed the very same page."""
        looking, body = self.eye.page, page.content()
        looking.route(page.url, lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
        self.eye.go(page.url)
        looking.unroute(page.url)
        return violations(looking)

    def answers(self, key: str = "first") -> None:
        """Answer the question on the page with the *first* or the *last* choice, or with words."""
        main = self.who.page.locator("main form").last
        radios = main.locator("input[type=radio]")
        for name in dict.fromkeys(one.get_attribute("name") for one in radios.all()):
            found = main.locator(f"input[type=radio][name='{name}']")
            (found.first if key == "first" else found.last).check()
        for box in main.locator("input[type=checkbox]").all()[:1]:
            box.check()
        for text in main.locator("textarea, input[type=text]").all():
            text.fill("Het gaat <b>beter</b>; صوت الجيران أقل.")

    def on(self) -> None:
        self.who.press("Bewaar en ga verder")


@pytest.mark.parametrize("language", words.NAMES)
@pytest.mark.parametrize("key", FORMS)
def test_every_page_of_the_own_story_works_without_javascript(
    app: Flask, come: Enter, work: Work, answered: Answered, key: str, language: str
) -> None:
    story = Story(come(java_script_enabled=False), come(), work, language, key)
    who = story.who
    _comes_in(story)
    steps = _fills(story)
    _goes_on_elsewhere(story, come(java_script_enabled=False))
    _sends(story, steps)
    _finds_closed_doors(story, key)
    assert story.wrong == []
    assert views_of(app, "own") - set(answered) == set(), "a page for tenants is not walked through here"
    assert {status for told in answered.values() for status in told} <= {200, 303, 403, 404, 409, 422}
    assert who.complaints == []


def _comes_in(story: Story) -> None:
    who = story.who.go(story.letter)
    with who.page.expect_navigation():
        who.page.locator(f".taal a[lang={story.language}]").click()
    story.looks()
    who.press("Begin")
    story.looks()
    for wrong in ("", "12", "000000"):
        who.fill({"code": wrong}).press("Verder")
        story.looks()
    who.press("Stuur een nieuwe code")
    story.code()
    who.fill({"code": CODE}).press("Verder")
    story.looks()


def _fills(story: Story) -> list[str]:
    """Answer every question, those that must be answered first with nothing; go back once and stop once."""
    who, seen = story.who, list[str]()
    who.go("/f/nakijken")
    story.looks()
    who.press("Verstuur mijn antwoorden")
    story.looks()
    who.page.locator(".melding.mis a").first.click()
    assert "/f/vraag/" in who.path
    who.go("/f/begin").press("Begin")
    while "/f/vraag/" in who.path:
        here = who.path
        seen.append(here)
        story.looks()
        story.on()
        if who.path == here:  # it must be answered: what is missing comes first
            story.looks()
            who.page.locator(".melding.mis a").first.click()
            assert "#" in who.page.url
            story.answers("last" if len(seen) == 1 else "first")  # the last choice is "wil hier niet over praten"
            story.on()
        else:  # it may be left open; back by the page's own link, and answered
            who.go(here)
            story.answers()
            story.on()
        if len(seen) == 2:
            with who.page.expect_navigation():
                who.page.locator("main a.terug").click()
            assert who.path.split("?")[0] == here
            assert "beter" in who.page.locator("main").inner_html()
            story.on()
    assert who.path == "/f/nakijken"
    return seen


def _goes_on_elsewhere(story: Story, other: Somebody) -> None:
    """Stop on one telephone, find everything on another, with two pages open at once."""
    who = story.who
    story.looks()
    with who.page.expect_navigation():
        who.page.locator(".wijzig a").nth(1).click()
    story.looks()
    who.press("Bewaar en stop")
    assert who.path == "/f/gestopt"
    story.looks()
    story.enter(other)
    other.page.locator("main .knoppen .knop").first.click()
    other.page.wait_for_url("**/f/nakijken")
    with other.page.expect_navigation():
        other.page.locator(".wijzig a").nth(1).click()
    who.go(other.path)
    story.on()
    story.who = other
    other.press("Bewaar en ga verder")
    story.looks()  # the other page was first
    story.who = who


def _sends(story: Story, steps: list[str]) -> None:
    who = story.who
    who.go(steps[1])
    with story.work() as uow:
        for row in uow.session.scalars(sa.select(TenantFormSession)):
            row.ended_at = uow.now
    story.on()
    story.looks()  # the answer is still on the page
    assert "beter" in who.page.content()
    story.looks("/f/begin")
    story.enter(who)
    who.go("/f/nakijken").press("Verstuur mijn antwoorden")
    assert who.path == "/f/klaar"
    who.page.locator("summary").last.click()
    assert who.page.get_by_text("Het gaat <b>beter</b>").first.is_visible()
    story.looks()
    who.go(steps[0])
    assert who.path == "/f/klaar"
    with who.page.expect_navigation():
        who.page.locator("header.kop button").click()
    assert who.path == "/f/gestopt"


def _finds_closed_doors(story: Story, key: str) -> None:
    """Too many codes, a link that ran out and one that never was."""
    who, story.letter = story.who, story.ask(key)
    for _ in range(12):
        with story.work() as uow:
            uow.get(TenantForm, story.form_id).code_sent_at = None
        who.go(story.letter)
        if not who.page.get_by_role("button", name="Begin").count():
            break
        who.press("Begin")
    story.looks()
    who.sees("Deze link werkt niet meer")
    story.letter = story.ask(key)
    with story.work() as uow:
        uow.get(TenantForm, story.form_id).expires_at = uow.now - dt.timedelta(days=1)
    for path in (story.letter, "/f/geen-link", f"{story.letter.partition('?')[0]}/code"):
        story.looks(path)
        who.sees("Deze link werkt niet meer")
