"""Pages of the fixed texts: reading, changing, a look with a case, other eyes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from portal.core.policy import Actor
from tests.builders.accounts import make_actor
from tests.builders.cases import make_case, make_town
from tests.conftest import Work

pytestmark = pytest.mark.usefixtures("session")
ClientFor = Callable[[Actor], FlaskClient]


def test_a_section_goes_from_wording_to_use_over_two_desks(client_for: ClientFor, work: Work) -> None:
    with work() as uow:
        writer, other = client_for(make_actor(uow, "legal")), client_for(make_actor(uow, "bureau_admin"))
        case_id = make_case(uow, make_town(uow), expert=True).id
    base = "/afspraken/sjablonen/voluntary"
    assert "Gedragsafspraak" in writer.get("/afspraken/sjablonen").text
    assert writer.post(f"{base}/beginnen").status_code == 303
    page = BeautifulSoup(writer.get(f"{base}/tekst/2").text, "html.parser")
    sent = {str(one["name"]): one.text.lstrip("\r\n") for one in page.select("main textarea")}
    sent |= {
        str(one["name"]): str((one.find("option", selected=True) or one.find("option"))["value"])
        for one in page.select("main select")
    }
    sent |= {str(one["name"]): str(one.get("value") or "") for one in page.select("main form[method=post] input[name]")}
    hostile = "<script>alert(1)</script> {{ 7*7 }}"
    assert (
        writer.post(f"{base}/tekst/2", data=sent | {"paragraphs-0-text": "Het gaat om {reporter}."}).status_code == 422
    )
    assert writer.post(f"{base}/tekst/2", data=sent | {"paragraphs-0-text": hostile}).status_code == 422
    made = writer.post(f"{base}/tekst/2", data=sent | {"paragraphs-0-text": "<script>alert(1)</script>"})
    assert made.status_code == 303
    shown = writer.get(base).text
    assert "<script>alert" not in shown and "&lt;script&gt;" in shown and "Wacht op een collega" in shown
    assert "alleen als: er zijn kinderen in huis" in shown, "a condition that was there is kept"
    assert "data:image/png" in writer.get(f"{base}/voorbeeld?zaak={case_id}").text
    assert writer.get(f"{base}/voorbeeld?zaak=onzin").status_code == 404
    assert writer.post(f"{base}/beoordelen").status_code == 403
    assert other.post(f"{base}/beoordelen").status_code == 303
    assert other.post(f"{base}/vrijgeven").status_code == 303
    assert "versie 4" in writer.get(base).text


def test_who_may_not_change_a_fixed_text_reads_it_only(client_for: ClientFor, work: Work) -> None:
    with work() as uow:
        staff, expert = client_for(make_actor(uow, "bureau_staff")), client_for(make_actor(uow, "expert"))
    assert "Maak een werkversie" not in staff.get("/afspraken/sjablonen/warning").text
    assert staff.post("/afspraken/sjablonen/warning/beginnen").status_code == 403
    assert expert.get("/afspraken/sjablonen").status_code == 403
    assert staff.get("/afspraken/sjablonen/onzin").status_code == 404


BASE = "/afspraken/sjablonen/voluntary"


def version_of(client: FlaskClient) -> dict[str, str]:
    page = BeautifulSoup(client.get(BASE).text, "html.parser")
    return {"version": str(page.select_one("main input[name=version]")["value"])}  # type: ignore[index]


def test_the_structure_is_changed_without_code(client_for: ClientFor, work: Work) -> None:
    with work() as uow:
        writer, other = client_for(make_actor(uow, "legal")), client_for(make_actor(uow, "bureau_admin"))
        case_id = make_case(uow, make_town(uow), expert=True).id
    writer.post(f"{BASE}/beginnen")
    assert (
        writer.post(f"{BASE}/hoofdstuk", data=version_of(writer) | {"title": "Huisdieren", "after": "6"}).status_code
        == 303
    )
    assert "heeft nog geen tekst" in writer.get(BASE).text
    text = version_of(writer) | {
        "title": "Huisdieren",
        "plain": "Over uw hond.",
        "paragraphs-0-text": "Zie hoofdstuk {section_7}.",
    }
    assert writer.post(f"{BASE}/tekst/17", data=text).status_code == 303
    line = {
        "place": "intro-0",
        "line-0-field": "minors",
        "line-0-op": ">=",
        "line-0-value": "2",
        "line-0-group": "",
        "join": "and",
    }
    shown = writer.post(f"{BASE}/voorwaarden/17", data=version_of(writer) | line)
    assert shown.status_code == 200 and "staat er altijd" not in shown.text, "choosing a line keeps nothing yet"
    assert writer.post(f"{BASE}/voorwaarden/17", data=version_of(writer) | line | {"knop": "bewaar"}).status_code == 303
    assert (
        writer.post(
            f"{BASE}/voorwaarden/17", data=version_of(writer) | line | {"knop": "bewaar", "line-0-value": "veel"}
        ).status_code
        == 422
    )
    assert "kinderen in huis is minstens 2" in writer.get(BASE).text
    slots = version_of(writer) | {
        "kinds-4-kind": "general",
        "kinds-4-here": "y",
        "kinds-4-least": "1",
        "kinds-4-most": "",
    }
    assert writer.post(f"{BASE}/plaatsen/17", data=slots | {"kinds-4-least": "vijf"}).status_code == 422
    assert writer.post(f"{BASE}/plaatsen/17", data=slots).status_code == 303
    assert writer.post(f"{BASE}/hoofdstuk/7/omlaag", data=version_of(writer)).status_code == 303
    assert writer.post(f"{BASE}/tekenen", data=version_of(writer) | {"mode": "parallel"}).status_code == 303
    page = writer.get(BASE).text
    assert (
        "iedereen tegelijk" in page
        and "De hoofdstukken staan in een andere volgorde." in page
        and "algemeen (minstens 1)" in page
    )
    assert "data:image/png" in writer.get(f"{BASE}/voorbeeld?zaak={case_id}").text
    assert other.post(f"{BASE}/beoordelen").status_code == 303 and other.post(f"{BASE}/vrijgeven").status_code == 303
    changes = writer.get(f"{BASE}/vergelijk?van=3&naar=4").text
    assert "Nieuw: hoofdstuk “Huisdieren”." in changes and "De volgorde van tekenen is anders." in changes
    assert writer.get(f"{BASE}/vergelijk?van=3&naar=9").status_code == 404


def test_first_terms_are_written_on_a_page_and_wrong_ones_stay_in_the_fields(client_for: ClientFor, work: Work) -> None:
    with work() as uow:
        writer = client_for(make_actor(uow, "legal"))
    writer.post(f"{BASE}/beginnen")
    page = BeautifulSoup(writer.get(f"{BASE}/begin").text, "html.parser")
    sent = {str(one["name"]): one.text.lstrip("\r\n") for one in page.select("main textarea")}
    sent |= {str(one["name"]): str(one.get("value") or "") for one in page.select("main form[method=post] input[name]")}
    for field, wrong in (
        ("months", "99"),
        ("reflection_days", "veel"),
        ("evaluation_weeks", "6; morgen"),
        ("title", "{tenants}"),
        ("ladder", "Daarna eindigt de huur."),
    ):
        refused = writer.post(f"{BASE}/begin", data=sent | {field: wrong})
        assert refused.status_code == 422 and BeautifulSoup(wrong, "html.parser").text in refused.text, field
    assert writer.post(f"{BASE}/begin", data=sent | {"help_weeks": "3", "title": "Onze afspraak"}).status_code == 303
    assert "Onze afspraak" in writer.get(BASE).text


def test_two_people_at_once_and_what_is_not_there(client_for: ClientFor, work: Work) -> None:
    with work() as uow:
        first, second = client_for(make_actor(uow, "legal")), client_for(make_actor(uow, "bureau_admin"))
        staff = client_for(make_actor(uow, "bureau_staff"))
    first.post(f"{BASE}/beginnen")
    old = version_of(second)
    first.post(f"{BASE}/hoofdstuk/7/omlaag", data=version_of(first))
    for path, data in (
        ("hoofdstuk/9/omlaag", {}),
        ("tekenen", {"mode": "parallel"}),
        ("hoofdstuk", {"title": "x", "after": "6"}),
    ):
        assert second.post(f"{BASE}/{path}", data=old | data).status_code == 409, path
    typed = second.post(
        f"{BASE}/tekst/5", data=old | {"title": "Doel", "plain": "Mijn lange zin.", "paragraphs-0-text": "Mijn alinea."}
    )
    assert typed.status_code == 409 and "Mijn alinea." in typed.text and "Bewaar dan nog een keer" in typed.text
    for path in ("hoofdstuk/99/omlaag", "hoofdstuk/7/opzij", "tekst/99", "voorwaarden/2", "plaatsen/88"):
        assert first.post(f"{BASE}/{path}", data=version_of(first)).status_code == 404, path
    assert first.post("/afspraken/sjablonen/warning/beginnen").status_code == 303
    for path in ("tekenen", "begin", "plaatsen/0"):
        assert first.get(f"/afspraken/sjablonen/warning/{path}").status_code == 404, path
    assert (
        staff.get(f"{BASE}/tekenen").status_code == 403
        and staff.post(f"{BASE}/kopie", data={"title": "x"}).status_code == 403
    )


def test_a_template_is_copied_and_withdrawn_with_a_reason(client_for: ClientFor, work: Work) -> None:
    with work() as uow:
        writer, other = client_for(make_actor(uow, "legal")), client_for(make_actor(uow, "bureau_admin"))
        case_id = make_case(uow, make_town(uow), expert=True).id
    made = writer.post(f"{BASE}/kopie", data={"title": "Bij <b>huisdieren</b>"})
    address = made.headers["Location"]
    assert made.status_code == 303 and "Nog niet in gebruik" in writer.get(address).text
    assert "<b>huisdieren" not in writer.get("/afspraken/sjablonen").text
    other.post(f"{address}/beoordelen"), other.post(f"{address}/vrijgeven")
    assert "Bij &lt;b&gt;huisdieren" in writer.get(f"/afspraken/zaak/{case_id}").text
    assert writer.post(f"{address}/intrekken", data={"reason": "kort"}).status_code == 422
    assert writer.post(f"{address}/intrekken", data={"reason": "De rechter vond dit te vaag."}).status_code == 303
    assert "De rechter vond dit te vaag." in writer.get(address).text
    assert "huisdieren" not in writer.get(f"/afspraken/zaak/{case_id}").text
    key = address.rsplit("/", 1)[-1]
    assert writer.post(f"/afspraken/zaak/{case_id}/beginnen", data={"template": key}).status_code == 409
