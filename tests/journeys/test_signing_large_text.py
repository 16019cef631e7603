"""Pages of signing with letters twice as big, on a telephone of 390 pixels: nothing runs off the side."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.signatures.rules.states import Role
from tests.builders.signatures import invitation_of, signer
from tests.conftest import Work
from tests.journeys.axe import overflow
from tests.journeys.somebody import Somebody
from tests.journeys.test_signing_outcomes import Enter, come, enter, offered, read, site

__all__ = ["come", "site"]  # fixtures

pytestmark = [pytest.mark.journey, pytest.mark.slow]
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
        size = self.who.page.evaluate("getComputedStyle(document.documentElement).fontSize")
        assert size == "32px"
        self.wide += [line] if (line := overflow(self.who.page)) else []


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
