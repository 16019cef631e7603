"""Reading, correcting, comparing and taking along forms that were sent."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from typing import Any

import pytest
from flask import Flask
from pdfminer.high_level import extract_text
from werkzeug.test import TestResponse

import forms
from portal.core.audit import AuditRow
from portal.core.db import db
from portal.core.policy import SYSTEM, scoped
from portal.definitions.services import publish
from portal.submissions import services, tables
from tests.builders.accounts import apart as writing
from tests.builders.cases import Town, make_case
from tests.builders.submissions import make_body, make_field, make_submission, tenant_of
from tests.web.form_pages import Client, soup


def fields(answer: TestResponse) -> dict[str, Any]:
    """Return what a browser would post of the page's form about a correction."""
    form = soup(answer).select_one("main form")
    assert form is not None
    inputs = [
        one
        for one in form.select("input, textarea")
        if one.get("name") and (one.get("type") not in {"radio", "checkbox"} or one.has_attr("checked"))
    ]
    return {str(one["name"]): one.get("value", "") if one.name == "input" else one.get_text() for one in inputs}


HOSTILE = "</td><script>alert(1)</script>{{ 7*7 }} =cmd"


@pytest.fixture
def sent(app: Flask, town: Town, case_id: uuid.UUID) -> uuid.UUID:
    with writing(app, town.expert) as uow:
        return make_submission(uow, case_id, send=True, housing_note=HOSTILE, housing_target=4).id


def read_log(app: Flask) -> list[str]:
    with app.app_context():
        rows = db.session.scalars(scoped(AuditRow, SYSTEM).where(AuditRow.name == "care.read"))
        return [row.data["what"] for row in rows]


def test_an_answer_is_corrected_with_a_reason_and_both_values_are_shown(
    town: Town, sent: uuid.UUID, client_for: Client
) -> None:
    client = client_for(town.expert)
    assert "/verbeteren/language" in client.get(f"/formulieren/{sent}/lezen").text
    there = f"/formulieren/{sent}/verbeteren/language"
    form = client.get(there)
    assert "Nederlands" in soup(form).select_one("dl.samenvatting").text  # type: ignore[union-attr]
    posted = fields(form) | {"language": "Turks", "_reason": ""}
    refused = client.post(there, data=posted)
    assert refused.status_code == 422
    assert soup(refused).title.text.startswith("Fout:")  # type: ignore[union-attr]
    assert soup(refused).find("input", id="language")["value"] == "Turks"  # type: ignore[index]
    answer = client.post(there, data=fields(refused) | {"_reason": "Verkeerd gehoord."}, follow_redirects=True)
    page = soup(answer)
    assert page.find("del").text == "Nederlands"  # type: ignore[union-attr]
    assert "Verkeerd gehoord." in page.text
    assert "Turks" in page.text


def test_a_question_that_comes_with_a_correction_is_asked_along(
    town: Town, sent: uuid.UUID, client_for: Client
) -> None:
    client = client_for(town.expert)
    there = f"/formulieren/{sent}/verbeteren/interpreter"
    refused = client.post(there, data=fields(client.get(there)) | {"interpreter": "yes", "_reason": "Vergeten."})
    assert refused.status_code == 422
    assert soup(refused).find("input", id="interpreter_details") is not None
    done = client.post(there, data=fields(refused) | {"interpreter": "yes", "interpreter_details": "Turks"})
    assert done.status_code == 303


def test_the_second_who_corrects_is_told_and_keeps_what_was_typed(
    town: Town, sent: uuid.UUID, client_for: Client
) -> None:
    client = client_for(town.expert)
    there = f"/formulieren/{sent}/verbeteren/language"
    first, second = fields(client.get(there)), fields(client.get(there))
    assert client.post(there, data=first | {"language": "Turks", "_reason": "Een."}).status_code == 303
    answer = client.post(there, data=second | {"language": "Pools", "_reason": "Twee."})
    assert answer.status_code == 409
    assert soup(answer).find("input", id="language")["value"] == "Pools"  # type: ignore[index]


@pytest.mark.parametrize("field", ["no_such", "interpreter_details", "representative_sign"])
def test_what_cannot_be_corrected_is_not_there(town: Town, sent: uuid.UUID, client_for: Client, field: str) -> None:
    assert client_for(town.expert).get(f"/formulieren/{sent}/verbeteren/{field}").status_code == 404


def test_nobody_else_corrects(town: Town, sent: uuid.UUID, client_for: Client) -> None:
    for actor in (town.landlord, town.staff):
        assert client_for(actor).get(f"/formulieren/{sent}/verbeteren/language").status_code == 403


def test_what_changed_is_told_in_a_sentence_counted_from_the_answers(
    app: Flask, town: Town, case_id: uuid.UUID, sent: uuid.UUID, client_for: Client
) -> None:
    client = client_for(town.expert)
    there = f"/formulieren/zaak/{case_id}/verloop"
    assert "nog maar één moment" in client.get(there).text
    with writing(app, town.expert) as uow:
        make_submission(uow, case_id, "evaluation", send=True)
    page = soup(client.get(there))
    told = page.find("strong").text  # type: ignore[union-attr]
    between = "Tussen 12 februari 2026 en 21 mei 2026"
    assert told == f"{between} gingen 7 van de 8 gebieden omhoog en 0 omlaag. Gelijk gebleven: 1."
    first = page.select_one("#veranderd ~ .tabel tbody tr")
    assert first is not None
    assert [cell.text for cell in first.find_all("td", class_="nummer")] == ["2", "4"]
    assert first.find("title").text == "van 2 naar 4, doel 4"  # type: ignore[union-attr]
    assert page.find("details").find("th", string="Lichamelijk") is not None  # type: ignore[union-attr]
    assert "<script>alert" not in client.get(there).text
    assert read_log(app).count("progress") >= 3


def test_what_changed_is_for_who_reads_care(
    town: Town, case_id: uuid.UUID, sent: uuid.UUID, client_for: Client
) -> None:
    for actor in (town.landlord, town.staff, town.legal):
        assert client_for(actor).get(f"/formulieren/zaak/{case_id}/verloop").status_code == 403


@pytest.mark.parametrize("query", ["van=x&tot=y", "persoon=zzz", "van=11111111-1111-4111-8111-111111111111", "van=&tot=&persoon="])
def test_a_wrong_moment_gives_a_page(
    town: Town, case_id: uuid.UUID, sent: uuid.UUID, client_for: Client, query: str
) -> None:
    assert client_for(town.expert).get(f"/formulieren/zaak/{case_id}/verloop?{query}").status_code == 200


def test_a_form_and_its_course_are_printed_with_hostile_text_as_text(
    app: Flask, town: Town, case_id: uuid.UUID, sent: uuid.UUID, client_for: Client
) -> None:
    with writing(app, town.expert) as uow:
        make_submission(uow, case_id, "evaluation", send=True)
    client = client_for(town.expert)
    for there in (f"/formulieren/{sent}/formulier.pdf", f"/formulieren/zaak/{case_id}/verloop.pdf"):
        answer = client.get(there)
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        text = re.sub(r"\s+", "", extract_text(io.BytesIO(answer.data)))
        assert "<script>alert(1)</script>" in text
        assert "{{7*7}}" in text
    assert client_for(town.landlord).get(f"/formulieren/{sent}/formulier.pdf").status_code == 403


def test_a_table_is_logged_per_case_and_confined(
    app: Flask, town: Town, case_id: uuid.UUID, sent: uuid.UUID, client_for: Client
) -> None:
    answer = client_for(town.expert).get("/formulieren/tabel/intake.zip")
    assert answer.status_code == 200
    names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert "intake.csv" in names
    assert "export:intake" in read_log(app)
    assert client_for(town.landlord).get("/formulieren/tabel/intake.zip").status_code == 409
    assert client_for(town.expert).get("/formulieren/tabel/nothing.zip").status_code == 404


def test_a_table_over_two_cases_logs_both_and_holds_both(
    app: Flask, town: Town, case_id: uuid.UUID, sent: uuid.UUID, client_for: Client
) -> None:
    with writing(app) as uow:
        other = make_case(uow, town, expert=True).id
    with writing(app, town.expert) as uow:
        make_submission(uow, other, send=True)
    answer = client_for(town.expert).get("/formulieren/tabel/intake.zip")
    assert answer.status_code == 200
    table = zipfile.ZipFile(io.BytesIO(answer.data)).read("intake.csv").decode("utf-8-sig")
    assert len(table.splitlines()) == 3
    with app.app_context():
        read = db.session.scalars(scoped(AuditRow, SYSTEM).where(AuditRow.name == "care.read"))
        assert {row.case_id for row in read if row.data["what"] == "export:intake"} == {case_id, other}


def test_what_did_not_fit_a_new_version_is_told_in_the_words_of_the_old_one(
    app: Flask, town: Town, case_id: uuid.UUID, client_for: Client
) -> None:
    often = [{"key": key, "label": {"nl": words}} for key, words in (("some", "soms"), ("often", "vaak"), ("no", "nooit"))]
    old = make_body(
        make_field(id="name"), make_field(id="gone", label={"nl": "Wie belt u?"}),
        make_field("one_of", "how", label={"nl": "Hoe vaak?"}, options=often), make_field("integer", "kind", label={"nl": "Hoeveel?"}),
        make_field("repeat", "rows", fields=[make_field(id="what"), make_field(id="left", label={"nl": "Waar bleef het?"})]),
        filled_by="expert",
    )  # fmt: skip
    new = make_body(
        make_field(id="name"), make_field("one_of", "how", label={"nl": "Hoe vaak nu?"}, options=often[1:]),
        make_field("date", "kind", label={"nl": "Wanneer?"}), make_field("repeat", "rows", fields=[make_field(id="what")]),
        filled_by="expert",
    )  # fmt: skip
    with writing(app) as uow:
        publish(uow, forms.load(old))
        person = tenant_of(uow, case_id)
    with writing(app, town.expert) as uow:
        given = {"name": "x", "gone": "Mijn zus", "how": "some", "kind": 12, "rows": [{"what": "a", "left": "in de gang"}]}
        id_ = services.start(uow, case_id, "sample", person, given).id
    with writing(app) as uow:
        publish(uow, forms.load(new))
    with writing(app, town.expert) as uow:
        services.renew(uow, id_)
    told = soup(client_for(town.expert).get(f"/formulieren/{id_}/lezen"))
    cards = {card.h3.text: card.dd.text for card in told.select("section[aria-labelledby=verbeterd] .kaart")}  # type: ignore[union-attr]
    assert cards == {"Wie belt u?": "Mijn zus", "Hoe vaak?": "soms", "Hoeveel?": "12", "Waar bleef het?": "in de gang"}


@pytest.mark.parametrize(("most", "links"), [(5_000, 1), (1, 2)])
def test_the_page_of_a_form_offers_its_answers_in_as_many_parts_as_needed(
    app: Flask, town: Town, case_id: uuid.UUID, sent: uuid.UUID, client_for: Client, monkeypatch: pytest.MonkeyPatch,
    most: int, links: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(tables, "MOST", most)
    with writing(app) as uow:
        other = make_case(uow, town, expert=True).id
    with writing(app, town.expert) as uow:
        make_submission(uow, other, send=True)
    client = client_for(town.expert)
    found = soup(client.get(f"/formulieren/zaak/{case_id}/intake")).select("main a[href*='/tabel/']")
    assert len(found) == links
    answers = [client.get(str(one["href"])) for one in found]
    assert [answer.status_code for answer in answers] == [200] * links
    assert ("deel-2-van-2" in answers[-1].headers["Content-Disposition"]) is (links == 2)
    assert client.get("/formulieren/tabel/intake.zip?deel=99").status_code == 409
    assert client.get("/formulieren/tabel/intake.zip?deel=-1").status_code == 200
