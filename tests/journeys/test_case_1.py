"""Case 1 in browsers: from the referral by the corporation to a sealed agreement and a filed dossier."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pikepdf
import pytest

from portal.accounts.demo import DEMO_PASSWORD
from portal.core import clock
from tests.crawling import pdf_texts
from tests.journeys import steps
from tests.journeys.axe import look_closely
from tests.journeys.somebody import Somebody
from tests.live import Live

pytestmark = [pytest.mark.journey, pytest.mark.slow]
TODAY = clock.today()
PHONE = "+31600001001"
CARE = "Piekert veel, vooral over geld"


def test_from_referral_to_sealed_agreement_and_dossier(enter: Callable[..., Somebody], live: Live) -> None:
    marijke = enter().sign_in("m.hoekstra@veenpoort.example")
    case = steps.refer(
        marijke,
        {
            "street": "Lijsterbeslaan", "house_number": "12-III", "postcode": "9751 ZB", "town": "Veenrade",
            "lease_on": "2019-06-01", "form_of_address": "sir", "initials": "J.", "given_names": "Jurriën",
            "surname": "van 't Zandt", "birth_year": 1979, "phone": "06 00 00 10 01", "reading": "easy",
        },
        {
            "reason": "Harde basgeluiden in de nacht, ruzie in het portiek en vuilniszakken op de galerij.",
            "first-on": (TODAY - dt.timedelta(days=20)).isoformat(), "first-start": "23:40", "first-end": "23:59",
            "first-category": "noise", "first-facts": "M1 hoorde dreunende basmuziek uit de woning.",
            "first-reporter_identity": "Mw. A. Terpstra",
        },
    )  # fmt: skip
    marijke.sees("Lijsterbeslaan 12-III", "van 't Zandt")

    wouter = enter().sign_in("w.kerkhof@bureaudriehoek.example")
    steps.assign(wouter, case, "Sanne de Boer")

    sanne = enter().sign_in("s.deboer@zandhof.example")
    steps.intake(
        sanne, case, "Jurriën van 't Zandt",
        {
            "conversation": {
                "held_on-day": TODAY.day, "held_on-month": TODAY.month, "held_on-year": TODAY.year, "place": "home",
                "present": "nobody", "language": "Nederlands", "reading": "easy", "interpreter": "no",
            },
            "representation": {"has_representative": "no"},
            "story": {"own_story": "Ik hoor het zelf niet, ik draag een koptelefoon."},
            "mental": {"mental_note": CARE},
            "risks": {"children_home": "no", "fire_risk": "no", "suicide_risk": "no", "violence_risk": "no"},
            "safety": {"visit_rule": "alone"},
            "goals": {"goals_shared": "Weer overdag leven", "conclusion": "Afspraken met begeleiding zijn passend."},
        },
        "2/2/1/2/2/3/2/4",
    )  # fmt: skip
    steps.accept(sanne, {"goals": "Weer overdag leven", "conclusion": "Afspraken met begeleiding zijn passend."})

    soon = (TODAY + dt.timedelta(days=14)).isoformat()
    draft = steps.compose(
        wouter, case,
        [
            ("V1", {"p_from": "22:00", "p_until": "07:00", "incidents": "1"}), ("V3", {"incidents": "1"}),
            ("G1", {"p_organisation": "Praktijk Zandhof", "incidents": "1"}), ("G5", {"incidents": "1"}),
            ("V14", {"incidents": "1"}),
        ],
        {
            4: {"responses-0-text": "Ik hoor het zelf niet, ik draag een koptelefoon sinds vorige week."},
            7: {
                "help-0-frequency": "1 afspraak per week", "help-0-starter": "expert",
                "help-0-starter_name": "Sanne de Boer", "help-0-start_by": soon,
                "help-0-fallback": "De Veenpoort regelt een andere begeleider.",
            },
        },
        {"name": "Marijke Hoekstra", "function": "medewerker leefbaarheid", "mandate": "Mandaatregeling 2025"},
    )  # fmt: skip
    panel = steps.send(wouter, draft)

    phone, outbox = enter(phone=True), enter()
    link = outbox.newest_message(PHONE, steps.LINK)
    steps.read_and_sign(
        phone,
        link,
        lambda: outbox.newest_message(PHONE, steps.CODE),
        name="J. van 't Zandt",
        draw=True,
        look=look_closely,
    )
    phone.sees("Marijke Hoekstra", "Sanne de Boer")
    steps.sign_in_portal(marijke, "Marijke Hoekstra", DEMO_PASSWORD)
    steps.sign_in_portal(sanne, "Sanne de Boer", DEMO_PASSWORD)

    assert outbox.newest_message(PHONE, r"Uw getekende brief staat klaar")
    marijke.go(panel).sees("Bedenktijd tot")
    sealed = steps.sealed_copy(marijke, outbox, "m.hoekstra@veenpoort.example")
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        assert "ter-ondertekening.pdf" in pdf.attachments
    words = " ".join(" ".join(pdf_texts(sealed)).split())
    assert "Lijsterbeslaan 12-III" in words
    assert CARE not in words
    steps.verify(enter(), sealed).sees("Ja, dit bestand is ongewijzigd.")
    steps.verify(enter(), sealed[:-20] + b"x" * 20).sees("niet ongewijzigd")

    dossier = steps.file_dossier(marijke, case, TODAY - dt.timedelta(days=60), TODAY)
    words = " ".join(" ".join(pdf_texts(dossier)).split())
    assert "Lijsterbeslaan 12-III" in words
    assert CARE not in words
    with pikepdf.open(io.BytesIO(dossier)) as pdf:
        assert any(found.get_file().read_bytes() == sealed for found in pdf.attachments.values())
    assert phone.findings == []
