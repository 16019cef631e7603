"""Case 4 in browsers: signs on a tablet, understands little, takes it back, and signs another text on paper."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pypdfium2
import pytest

from portal.accounts.demo import DEMO_PASSWORD
from portal.core import clock
from tests.crawling import pdf_texts
from tests.journeys import steps
from tests.journeys.axe import violations
from tests.journeys.somebody import Somebody

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.release]
TODAY = clock.today()
MENTOR = "+31600004002"
SANNE = "s.deboer@zandhof.example"
GOAL = "Een vrije keuken en een vrij looppad"
WITNESSED = {"place": "thuis bij mevrouw", "name": "Sanne de Boer", "id_kind": "card", "id_end": "7K2", "read_aloud": True}


def test_signs_takes_it_back_and_signs_another_text_on_paper(enter: Callable[..., Somebody]) -> None:
    marijke = enter().sign_in("m.hoekstra@veenpoort.example")
    case = steps.refer(
        marijke,
        {
            "street": "Vlierdijk", "house_number": "19p-8", "postcode": "9754 ZN", "town": "Veenrade",
            "form_of_address": "madam", "initials": "W.", "given_names": "Wilhelmina", "surname": "ter Ællenbroek",
            "partner_surname": "Łukasik", "name_order": "own_partner", "birth_year": 1957, "phone": "06 00 00 40 01",
            "reading": "hard",
        },
        {
            "reason": "Stank en muizen. De woning staat zo vol dat er brandgevaar kan zijn.",
            "first-on": (TODAY - dt.timedelta(days=20)).isoformat(), "first-start": "13:30", "first-category": "fire",
            "first-facts": "In de gang is een looppad van 30 centimeter. Fornuis en meterkast zijn niet vrij.",
        },
    )  # fmt: skip
    person = person_of(marijke, case)
    marijke.go(f"{person}/vertegenwoordiger").fill(
        {"kind": "mentor", "name": "mw. M. Łukasik", "capacity": "mentor (nicht)", "phone": "06 00 00 40 02"}
    ).press("Leg vast")
    marijke.go(f"{person}/register").fill({"result": "not_found"}).press("Leg de controle vast")
    wouter = enter().without_previews().sign_in("w.kerkhof@bureaudriehoek.example")
    steps.assign(wouter, case, "Sanne de Boer")
    sanne = enter().sign_in(SANNE)
    draft = agree(sanne, wouter, case)
    first = steps.send(wouter, draft)

    tablet = table(sanne, first).press("Op dit apparaat, met u als getuige").fill(WITNESSED)
    tablet.press("Geef het apparaat aan de huurder").press("Begin met lezen")
    for choice, right in ((0, False), (1, False), (1, True)):  # G4 and G3 wrong, G1 right
        tablet.page.locator("[name=teach_back]").nth(choice).check()
        tablet.fill({"answer": "understood"}).press("Verder", last=True)
        if not right:
            tablet.sees("Dat klopt nog niet helemaal")
            assert violations(tablet.page) == []
            tablet.press("Verder")
    tablet.press("Verder naar tekenen").fill({"name": "W. ter Ællenbroek"}).press("Ik teken").sees("U heeft getekend")
    tablet.press("Klaar. Ik geef het apparaat terug")
    wouter.go(first).sees("2 terugvragen fout", "wordt pas afgerond na uw besluit")

    sanne.sign_in(SANNE)
    sanne.go(first).press("Intrekking vastleggen")
    sanne.fill({"note": "Ik wist niet dat ze mijn spullen weg mochten doen."}).press("Leg de intrekking vast")
    wouter.go(steps.version_page(first)).sees("ingetrokken")

    wouter.press("Maak een nieuwe versie")
    wouter.go(f"{draft}/afspraak/1").fill({"p_rooms": "gang en keuken", "p_disposal": "own_yes"}).press("Bewaar de afspraak")
    second = steps.send(wouter, draft)
    wouter.go(steps.version_page(first)).sees("ingetrokken")

    printed = table(sanne, second).download("Op papier: print het exemplaar")
    sanne.press("Op papier: lees de scan in")
    sanne.page.set_input_files("[name=file]", photos(printed))
    sanne.fill(
        {**WITNESSED, "signed_on": TODAY.isoformat(), "location": "Praktijk Zandhof, afgesloten kast, map 4"}
    ).press("Lees de scan in").sees("wacht op een tweede medewerker")
    wouter.go(second).press("Kijk de scan na").sees("geen enkel blad")
    assert violations(wouter.page) == []
    wouter.press("Het klopt, laat de handtekening tellen").sees("De handtekening op papier telt.")

    outbox, niece = enter(), enter(phone=True)
    link = outbox.newest_message(MENTOR, steps.LINK)
    steps.open_letter(niece, link, lambda: outbox.newest_message(MENTOR, steps.CODE))
    niece.sees("Als mentor beslist u over deel 7 en deel 10")
    steps.read_all(niece)
    niece.press("Verder naar tekenen").fill({"name": "M. Łukasik"}).press("Ik teken").sees("U heeft getekend")
    steps.sign_in_portal(marijke, "Marijke Hoekstra", DEMO_PASSWORD)
    steps.sign_in_portal(sanne, "Sanne de Boer", DEMO_PASSWORD)
    wouter.go(steps.version_page(second)).sees("Bedenktijd tot")

    number = case.rsplit("/", 1)[1]
    sanne.go(f"/zaken/{number}/toestemmingen").fill({"subject": "doctor"}).press("Leg vast").sees("gegeven op")
    sanne.press("Leg intrekking vast").sees("ingetrokken op")
    wouter.go(steps.version_page(second)).sees("Bedenktijd tot")
    marijke.go(case).misses("huisarts")

    words = " ".join(" ".join(pdf_texts(steps.sealed_copy(marijke, outbox, "m.hoekstra@veenpoort.example"))).split())
    for expected in ("Ællenbroek", "Łukasik", "19p-8", "Handtekening op papier", "Er gaat niets weg zonder uw toestemming"):
        assert expected in words, expected


def agree(sanne: Somebody, wouter: Somebody, case: str) -> str:
    """Fill in the intake and put the agreement together; return the path of the draft."""
    steps.intake(
        sanne, case, "Wilhelmina",
        {
            "conversation": {
                "held_on-day": TODAY.day, "held_on-month": TODAY.month, "held_on-year": TODAY.year, "place": "home",
                "present": "nobody", "language": "Nederlands", "reading": "hard", "interpreter": "no",
            },
            "representation": {
                "has_representative": "yes", "representative_kind": "mentor", "representative_name": "mw. M. Łukasik",
            },
            "risks": {
                "children_home": "no", "fire_risk": "yes", "suicide_risk": "no", "violence_risk": "no",
                "risk_action": "Fornuis afgesloten tot de keuken vrij is.",
            },
            "safety": {"visit_rule": "alone"},
            "goals": {"goals_shared": GOAL, "conclusion": "Kleine stappen en steeds haar toestemming."},
        },
        "1/3/3/1/2/2/2/5",
    )  # fmt: skip
    steps.accept(sanne, {"goals": GOAL, "conclusion": "Kleine stappen en steeds haar toestemming."})
    until = (TODAY + dt.timedelta(days=45)).isoformat()
    return steps.compose(
        wouter, case,
        [
            ("G4", {"p_date": until, "p_rooms": "gang, keuken en slaapkamer", "incidents": "1"}),
            ("G3", {"p_visitor": "de wijkbeheerder", "p_points": "looppad, fornuis en meterkast", "incidents": "1"}),
            ("G1", {"p_organisation": "Praktijk Zandhof", "incidents": "1"}),
        ],
        {
            4: {"responses-0-text": "Het zijn mijn spullen. Niemand gooit iets weg zonder dat ik het zie."},
            7: {
                "help-0-frequency": "1 afspraak per week", "help-0-starter": "expert", "help-0-starter_name": "Sanne de Boer",
                "help-0-start_by": (TODAY + dt.timedelta(days=14)).isoformat(),
                "help-0-fallback": "De Veenpoort regelt een opruimcoach.",
            },
        },
        {"name": "Marijke Hoekstra", "function": "medewerker leefbaarheid", "mandate": "Mandaatregeling 2025, artikel 4"},
    )  # fmt: skip


def table(who: Somebody, panel: str) -> Somebody:
    """Go to the ways of signing together with the tenant."""
    row = who.go(panel).page.locator("main tr", has_text="Ællenbroek")
    with who.page.expect_navigation():
        row.get_by_role("link", name="Samen tekenen").click()
    return who


def photos(printed: bytes) -> list[dict[str, object]]:
    """Photograph every sheet, a little askew and the second upside down."""
    document, made = pypdfium2.PdfDocument(printed), []
    for number in range(len(document)):
        sheet = document[number].render(scale=150 / 72).to_pil().convert("L")
        out = io.BytesIO()
        sheet.rotate(180 if number == 1 else 2, expand=True, fillcolor=235).save(out, "JPEG", quality=60)
        made.append({"name": f"blad-{number}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()})
    return made


def person_of(who: Somebody, case: str) -> str:
    """Return the path of the tenant's own page."""
    target = who.go(case).page.locator("main a[href*='/personen/']", has_text="Ællenbroek").first.get_attribute("href")
    assert target is not None
    return target.partition("?")[0]
