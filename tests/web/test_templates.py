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
    assert "versie 3" in writer.get(base).text


def test_who_may_not_change_a_fixed_text_reads_it_only(client_for: ClientFor, work: Work) -> None:
    with work() as uow:
        staff, expert = client_for(make_actor(uow, "bureau_staff")), client_for(make_actor(uow, "expert"))
    assert "Maak een werkversie" not in staff.get("/afspraken/sjablonen/warning").text
    assert staff.post("/afspraken/sjablonen/warning/beginnen").status_code == 403
    assert expert.get("/afspraken/sjablonen").status_code == 403
    assert staff.get("/afspraken/sjablonen/onzin").status_code == 404
