"""Pages of signing with letters twice as big, on telephones of 390 and 320 pixels: nothing runs off the side.

They are read without JavaScript too: everything but drawing and recording is there.
"""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from portal.signatures import queries, services
from portal.signatures.rules.states import Role
from tests.builders.signatures import invitation_of, signer
from tests.conftest import Work
from tests.journeys.axe import overflow, violations
from tests.journeys.conftest import Answered, views_of
from tests.journeys.somebody import Somebody
from tests.journeys.test_signing_outcomes import Enter, come, enter, offered, read, site
from tests.rules.test_signatures_voice import ogg

__all__ = ["come", "site"]  # fixtures

pytestmark = [pytest.mark.journey, pytest.mark.slow]
FILES = {f"tenant.{name}" for name in ("clause_sound", "own_sound", "reading_copy", "paper", "final_copy")}
BIG = """
const sheet = new CSSStyleSheet();
sheet.replaceSync("html { font-size: 200% !important }");
document.adoptedStyleSheets = [sheet];
"""


class Reader:
    """Somebody who needs big letters, and what ran off the side."""

    def __init__(self, who: Somebody) -> None:
        self.who = who
        self.wide: list[str] = []
        who.page.add_init_script(BIG)

    def looks(self, *paths: str) -> None:
        for path in paths:
            self.who.go(path)
            self.look()

    def look(self) -> None:
        page = self.who.page
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        for width in (320, 390):
            page.set_viewport_size({"width": width, "height": 844})
            self.wide += [line] if (line := overflow(page)) else []
        self.wide += violations(page)


def test_pages_of_signing_fit_with_letters_twice_as_big(come: Enter, work: Work) -> None:
    made, letter = offered(work)
    reader = Reader(come())
    reader.looks(letter)
    who = reader.who.press("Begin")
    reader.look()
    enter(who, work, made, letter)
    reader.look()
    reader.looks("/t/overeenkomst", "/t/hulp", "/t/afspraak/1", "/t/vraag", "/t/niet-eens/1", "/t/nakijken", "/t/weigeren",
                 "/t/toestemming", "/t/vraag/verstuurd")
    read(who.go("/t/"))
    reader.look()
    who.press("Verder naar tekenen")
    reader.look()
    who.fill({"name": "J. van 't Zandt"}).press("Ik teken")
    reader.look()
    reader.looks("/t/intrekken")
    who.press("Ja, ik trek mijn handtekening in")
    reader.look()
    assert reader.wide == []


def test_pages_of_an_end_fit_with_letters_twice_as_big(come: Enter, work: Work) -> None:
    made, letter = offered(work)
    reader = Reader(come())
    enter(reader.who, work, made, letter).press("Ik wil niet tekenen").press("Ik teken niet")
    reader.look()
    other, link = offered(work)
    with work() as uow:
        invitation_of(uow, signer(uow, other, Role.TENANT)).expires_at = uow.now - dt.timedelta(days=1)
    reader.looks(link, "/t/bestaat-niet", "/t/gestopt")
    assert reader.wide == []


def test_pages_of_a_letter_that_cannot_go_on_fit_with_letters_twice_as_big(come: Enter, work: Work) -> None:
    made, letter = offered(work, "0612345678", co_tenant=True)
    reader = Reader(come())
    reader.looks("/t/afspraak/1")
    reader.who.sees("Open uw brief opnieuw")
    read(enter(reader.who, work, made, letter))
    with work() as uow:
        row = signer(uow, made, Role.TENANT)
        order, row.signing_order = row.signing_order, 9
    reader.looks("/t/tekenen")
    reader.who.sees("U bent nog niet aan de beurt")
    with work() as uow:
        signer(uow, made, Role.TENANT).signing_order = order
    who = reader.who.go("/t/tekenen").fill({"name": "J. van 't Zandt"})
    who.page.locator("[name=letter]").first.evaluate("field => { field.value = '00' }")
    who.press("Ik teken").sees("Er is niets verloren gegaan")
    reader.look()
    with work() as uow:
        services.refuse(uow, signer(uow, made, Role.CO_TENANT).id)
    reader.looks("/t/")
    who.sees("Deze brief hoeft u niet te tekenen")
    assert reader.wide == []


def test_without_javascript_everything_but_drawing_is_there(
    app: Flask, come: Enter, work: Work, answered: Answered
) -> None:
    made, letter = offered(work, clauses=1)
    who = enter(come(java_script_enabled=False), work, made, letter)
    who.go("/t/vraag?afspraak=1")
    assert who.page.locator("input[type=file][name=voice]").is_visible()
    assert not who.page.get_by_role("button", name="Spreek in").is_visible()
    who.page.locator("[name=voice]").set_input_files({"name": "a.ogg", "mimeType": "audio/ogg", "buffer": ogg(4)})
    who.press("Verstuur mijn vraag").sees("Wij hebben uw vraag")
    with work() as uow:
        row = signer(uow, made, Role.TENANT)
        (asked,) = queries.questions(uow.session, row.id)
        assert asked.voice_seconds == 4
        services.answer(uow, asked.id, "Ja, ook op zondag.")
    read(who.go("/t/")).press("Verder naar tekenen")
    assert not who.page.locator("canvas").is_visible()
    who.fill({"name": "J. van 't Zandt"}).press("Ik teken").sees("U heeft getekend")
    who.press("Ik trek mijn handtekening in").press("Ja, ik trek mijn handtekening in").sees("is ingetrokken")
    for path in ("/t/hulp", "/t/overeenkomst", "/t/intrekken"):
        who.go(path)
    who.go("/t/toestemming")
    send(who)
    send(who, "header.kop form")
    assert who.path == "/t/gestopt"
    other, link = offered(work, "0612345678", clauses=1, co_tenant=True)
    enter(who, work, other, link).go("/t/niet-eens/1")
    send(who)
    who.go("/t/weigeren").press("Ik teken niet").sees("U heeft niet getekend")
    send(who)
    with work() as uow:
        invitation_of(uow, signer(uow, other, Role.TENANT)).expires_at = uow.now - dt.timedelta(days=1)
    send(who.go(link))
    missed = {endpoint for endpoint, _method in views_of(app, "tenant") - set(answered)}
    assert missed <= FILES, "a page for tenants is not walked through here"


def send(who: Somebody, form: str = "main form") -> None:
    """Press the button of the first form on the page."""
    with who.page.expect_navigation():
        who.page.locator(f"{form} button").first.click()
