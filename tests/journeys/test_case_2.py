"""Case 2 in browsers: a co-tenant and an administrator q.q.; version 2 voids what was signed on version 1."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from portal.accounts.demo import DEMO_PASSWORD
from portal.core import clock
from tests.crawling import pdf_texts
from tests.journeys import steps
from tests.journeys.somebody import Somebody

pytestmark = [pytest.mark.journey, pytest.mark.slow]
TODAY = clock.today()
CAGLA, BULENT, ADMINISTRATOR = "+31600002001", "+31600002002", "+31600002003"
CONVERSATION = {
    "held_on-day": TODAY.day, "held_on-month": TODAY.month, "held_on-year": TODAY.year, "place": "home",
    "present": "partner", "language": "Nederlands", "reading": "easy", "interpreter": "no",
}  # fmt: skip
RISKS = {"children_home": "yes", "children_worry": "no", "fire_risk": "no", "suicide_risk": "no", "violence_risk": "no"}


def test_version_2_voids_signatures_and_all_sign_again(enter: Callable[..., Somebody]) -> None:
    rachid = enter().sign_in("r.amrani@veenpoort.example")
    case = steps.refer(
        rachid,
        {
            "street": "Kanaalstraat", "house_number": "44-bis", "postcode": "9752 XK", "town": "Veenrade",
            "form_of_address": "madam", "initials": "Ç.", "given_names": "Çağla", "surname": "Öztürk",
            "partner_surname": "van der Wijde", "name_order": "own_partner", "birth_year": 1986,
            "phone": "06 00 00 20 01", "co_form_of_address": "sir", "co_given_names": "Bülent",
            "co_surname": "Öztürk", "co_birth_year": 1984, "band_1": 1, "band_3": 1,
        },
        {
            "reason": "Drie honden, blaffen in de ochtend en een bijtincident in het portiek.",
            "first-on": (TODAY - dt.timedelta(days=12)).isoformat(), "first-start": "16:10",
            "first-category": "animals", "first-facts": "Een hond liep los in het portiek en beet een kind in de hand.",
        },
    )  # fmt: skip
    rachid.sees("Kanaalstraat 44-bis", "Öztürk-van der Wijde")
    husband = person_page(rachid, case, "B. Öztürk")
    rachid.go(f"{husband}/wijzigen").fill({"phone": "06 00 00 20 02"}).press("Opslaan")
    rachid.go(f"{husband}/vertegenwoordiger").fill(
        {
            "kind": "administrator", "name": "mw. D. Elzinga", "organisation_name": "Balanszorg Bewind B.V.",
            "capacity": "bewindvoerder q.q.", "phone": "06 00 00 20 03",
        }
    ).press("Leg vast")  # fmt: skip
    rachid.go(f"{husband}/register").fill({"result": "administration"}).press("Leg de controle vast")

    wouter = enter().without_previews().sign_in("w.kerkhof@bureaudriehoek.example")
    steps.assign(wouter, case, "Ruben Tjassens")
    ruben = enter().sign_in("r.tjassens@bureaudriehoek.example")
    for person, scores, representation in (
        ("Çağla", "3/2/2/3/3/4/3/5", {"has_representative": "no"}),
        (
            "Bülent", "2/1/1/2/2/3/2/3",
            {
                "has_representative": "yes", "representative_kind": "administrator",
                "representative_name": "mw. D. Elzinga",
            },
        ),
    ):  # fmt: skip
        steps.intake(
            ruben, case, person,
            {
                "conversation": CONVERSATION, "representation": representation, "risks": RISKS,
                "safety": {"visit_rule": "alone"},
                "goals": {"goals_shared": "Een goed huis voor twee honden", "conclusion": "Afspraken zijn passend."},
            },
            scores,
        )  # fmt: skip
        steps.accept(ruben, {"goals": "Een goed huis voor twee honden", "conclusion": "Afspraken zijn passend."})

    draft = steps.compose(
        wouter, case,
        [
            ("V11", {"p_dogs": 1, "incidents": "1"}), ("G8", {"incidents": "1"}),
            ("G10", {
                "p_date": (TODAY + dt.timedelta(days=30)).isoformat(), "p_organisation": "de kredietbank",
                "incidents": "1",
            }),
            ("V4", {"addressees": "t2", "incidents": "1"}),
        ],
        {
            4: {"responses-0-text": "Drie honden zijn er te veel.", "responses-1-text": "De buren hitsen ze op."},
            7: {
                "help-0-frequency": "1 afspraak per week", "help-0-starter": "expert",
                "help-0-starter_name": "Ruben Tjassens",
                "help-0-start_by": (TODAY + dt.timedelta(days=14)).isoformat(),
                "help-0-fallback": "De Veenpoort vraagt de dierenambulance om hulp.",
            },
        },
        {"name": "Rachid Amrani", "function": "medewerker leefbaarheid", "mandate": "Mandaatregeling 2025"},
    )  # fmt: skip
    first = steps.send(wouter, draft)

    outbox, wife, man, administrator = enter(), enter(phone=True), enter(phone=True), enter()
    sign(wife, outbox, CAGLA, "Ç. Öztürk-van der Wijde", draw=True)
    sign(man, outbox, BULENT, "Bülent Öztürk")
    wouter.go(steps.version_page(first)).sees("gedeeltelijk ondertekend")

    link = outbox.newest_message(ADMINISTRATOR, steps.LINK)
    steps.open_letter(administrator, link, lambda: outbox.newest_message(ADMINISTRATOR, steps.CODE))
    administrator.press("Begin met lezen")
    while "/afspraak/3" not in administrator.path:
        steps.answer_clause(administrator)
    administrator.fill({"answer": "not_agreed"}).press("Verder", last=True)
    administrator.fill({"text": "Schuldhulp en huurbetaling lopen via de bewindvoerder."})
    administrator.press("Ik wil dat het anders wordt")
    wouter.go(first).sees("Wil een andere tekst")

    wouter.go(steps.version_page(first)).press("Maak een nieuwe versie")
    wouter.go(f"{draft}/afspraak/3").fill({"p_organisation": "Balanszorg Bewind B.V., voor budgetbeheer"})
    wouter.press("Bewaar de afspraak")
    second = steps.send(wouter, draft)
    wouter.go(steps.version_page(first)).sees("Deze versie is vervallen")
    steps.until(lambda: wouter.go(first).text.count("handtekening vervallen") == 2, wouter)
    wife.go("/t/bewijs").misses("Ik trek mijn handtekening in")

    sign(wife, outbox, CAGLA, "Ç. Öztürk-van der Wijde")
    sign(man, outbox, BULENT, "Bülent Öztürk")
    wouter.go(steps.version_page(second)).sees("gedeeltelijk ondertekend")
    rachid.go(f"{husband}/register").fill({"result": "administration"}).press("Leg de controle vast")
    sign(administrator, outbox, ADMINISTRATOR, "D. Elzinga")
    wouter.go(steps.version_page(second)).sees("gedeeltelijk ondertekend")
    steps.sign_in_portal(rachid, "Rachid Amrani", DEMO_PASSWORD)
    wouter.go(steps.version_page(second)).sees("gedeeltelijk ondertekend")
    steps.sign_in_portal(ruben, "Ruben Tjassens", DEMO_PASSWORD)
    wouter.go(steps.version_page(second)).sees("Bedenktijd tot")

    sealed = steps.sealed_copy(rachid, outbox, "r.amrani@veenpoort.example")
    words = " ".join(" ".join(pdf_texts(sealed)).split())
    for expected in ("Çağla Öztürk", "Bülent Öztürk", "bewindvoerder", "Balanszorg Bewind B.V.", "44-bis"):
        assert expected in words
    wouter.go(steps.version_page(first)).sees("Deze versie is vervallen")
    assert wouter.download("Bewaar als PDF").startswith(b"%PDF-")


def sign(who: Somebody, outbox: Somebody, number: str, name: str, *, draw: bool = False) -> None:
    """Read and sign what the newest message to *number* leads to."""
    link = outbox.newest_message(number, steps.LINK)
    steps.read_and_sign(who, link, lambda: outbox.newest_message(number, steps.CODE), name=name, draw=draw)


def person_page(who: Somebody, case: str, name: str) -> str:
    """Return the path of the page of somebody in the case."""
    who.go(case)
    for link in who.page.locator("main a[href*='/personen/']").all():
        target = (link.get_attribute("href") or "").partition("?")[0]
        who_is = link.inner_text()
        if name.split()[-1] in who_is and "Wijde" not in who_is:
            return target
    raise AssertionError(f"{name} is not on the page: {who.text[:1500]}")
