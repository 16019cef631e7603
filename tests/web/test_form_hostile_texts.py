"""What the author of a form wrote stays text wherever it comes: pages, files, PDF. It is no markup, formula or address."""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
import zipfile
from typing import Any

import openpyxl
import pikepdf
import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

import forms
from portal.core.db import db
from portal.core.worker import work_all
from portal.definitions import services as designing
from portal.definitions.rules.records import RecordKind
from portal.dossiers import services as dossiers
from portal.dossiers.models import DossierFiling
from portal.guidance import services as guidance
from portal.parties.models import Person
from portal.submissions import services
from portal.submissions.models import Submission
from tests.builders.accounts import apart
from tests.builders.cases import Town, make_case, make_town
from tests.builders.custom import keep, make_fields
from tests.builders.dossiers import period
from tests.builders.parties import make_person
from tests.builders.sealing import bytes_of
from tests.builders.submissions import make_body, make_field, tenant_of
from tests.crawling import pdf_texts
from tests.web.form_pages import Client, address, soup
from tests.web.test_own_forms import enter

HOSTILE = (
    "<script>alert(1)</script> \"><img src=x onerror=alert(2)> ' onmouseover='alert(3) {{7*7}} {% raw %} {# x #} ${7*7} {0} {label} "
    "%(x)s %s <svg/onload=alert(4)> url(http://kwaad.example/a) @import 'http://kwaad.example/b' file:///etc/passwd "
    "[klik](javascript:alert(5)) ]]> &#x26;lt; &lt;b&gt; </textarea></title></style></option> <!-- <a href=http://kwaad.example/c>"
)
FORMULAS = ('=HYPERLINK("http://kwaad.example";"klik")', "=cmd|' /C calc'!A0", "@SUM(1+1)", "+1+1", "-2+3", "=1+1")
INVISIBLE = ("\u202eabc", "a\u200bb", "a\u2066b", "a\x00b", "a\x1bb", "a\ud800b", "a\ufeffb", "a\u2028b")


def hostile(place: str) -> dict[str, str]:
    """Return a text that begins as a formula, names its *place* and holds all of `HOSTILE`."""
    return {"nl": f"=1+1 {place} {HOSTILE}"}


def texts(place: str, *names: str) -> dict[str, dict[str, str]]:
    return {name: hostile(f"{place}-{name}") for name in names}


def options(place: str) -> list[dict[str, Any]]:
    return [{"key": key, **texts(f"{place}-{key}", "label", "hint")} for key in ("red", "green")]


def fields() -> list[dict[str, Any]]:
    usual = ("label", "hint", "help", "missing", "invalid")
    every = range(1, 6)
    return [
        make_field("heading", "head", label=hostile("head")),
        make_field("note", "note", label=hostile("note"), body=hostile("note-body"), tone="info"),
        make_field(id="name", max_length=500, **texts("name", *usual), constraints=[{
            "test": {"!=": [{"var": "name"}, "fout"]}, "message": hostile("name-message")}]),
        make_field("integer", "amount", **texts("amount", *usual, "unit")),
        make_field("one_of", "choice", **texts("choice", *usual), options=options("choice")),
        make_field("many_of", "several", **texts("several", *usual), options=options("several")),
        make_field("scale", "score", **texts("score", *usual),
                   words={str(n): hostile(f"word-{n}") for n in every}, criteria={str(n): hostile(f"criterion-{n}") for n in every}),
        make_field("matrix", "grid", **texts("grid", *usual), rows=[{"key": "first", "label": hostile("grid-row")}],
                   words={str(n): hostile(f"grid-word-{n}") for n in every}),
        make_field("ranking", "order", **texts("order", *usual), options=options("order"), need="optional"),
        make_field("repeat", "visits", **texts("visits", "label", "hint", "row"), need="optional",
                   fields=[make_field(id="who", **texts("who", *usual), need="optional")]),
        make_field("calculated", "total", **texts("total", "label"), value={"+": [{"var": "amount"}, 1]}, result="integer"),
    ]  # fmt: skip


def body(**changes: Any) -> dict[str, Any]:
    made = make_body(
        *fields(), title=hostile("title"), intro=hostile("intro"), after=hostile("after"), filled_by="expert",
        purpose=hostile("purpose")["nl"],
        scores=[{"key": "sum", "label": hostile("outcome"), "method": "sum", "items": [{"field": "score"}],
                 "bands": [{"from": 0, "to": 100, "label": hostile("band")}]}],
        releases=[{"key": "told", "field": "name", "label": hostile("release"), "hint": hostile("release-hint")}],
        examples=[{"name": hostile("example")["nl"], "answers": {"name": HOSTILE}, "expected": {}}],
    )  # fmt: skip
    made["pages"][0] |= texts("page", "title", "intro")
    return made | changes


def written(text: str) -> str:
    """Return a text without its spaces, as pages and PDFs break lines where they like."""
    return re.sub(r"\s+", "", text)


def harmless(page: BeautifulSoup, where: str) -> None:
    """Check that nothing the author wrote became an element, an attribute or an address."""
    for one in page.find_all(True):
        assert not [name for name in one.attrs if name.startswith("on")], (where, one.name, one.attrs)
        for name in ("href", "src", "action", "formaction", "data", "style", "xlink:href"):
            told = str(one.get(name, ""))
            assert not re.match(r"\s*(javascript|file|data):", told) and "kwaad" not in told.split("?")[0], (where, one.name, told)
    assert not [one for one in page.find_all("script") if not one.get("src") and one.get("type") != "application/json"], where
    assert page.select("img[src=x], svg[onload], svg\\/onload\\=alert\\(4\\)") == [], where


def shows(answer: TestResponse, *places: str) -> BeautifulSoup:
    """Check that a page holds the texts of *places* letter by letter, and that they do nothing."""
    assert answer.status_code in {200, 409, 422}, answer.status
    page = soup(answer)
    harmless(page, answer.request.path)
    told = page.get_text() + "".join(str(one.get(name, "")) for one in page.find_all(True) for name in ("value", "aria-label", "label"))
    for place in places:
        assert written(hostile(place)["nl"]) in written(told), (answer.request.path, place)
    return page


def sound(data: bytes, *places: str) -> None:
    """Check that a PDF is whole, shows the texts of *places*, and leads nowhere."""
    told = written("".join(pdf_texts(data)))
    for place in places:
        assert written(hostile(place)["nl"]) in told, place
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        held = [repr(one) for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
    assert [one for one in held if "/JavaScript" in one or ("/URI" in one and "kwaad" in one) or "/Launch" in one] == []


def calm(data: bytes) -> list[list[str]]:
    """Return the rows of a CSV file after checking that no spreadsheet takes a cell for a formula."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(rows) > 1
    assert [cell for row in rows for cell in row if re.match(r"\s*[=@+\-|\t\r]", cell) and not re.fullmatch(r"-?\d+", cell)] == []
    return rows


@pytest.fixture
def town(app: Flask) -> Town:
    with apart(app) as uow:
        return make_town(uow)


@pytest.fixture
def draft_id(app: Flask, town: Town) -> uuid.UUID:
    with apart(app, town.admin) as uow:
        return designing.start_new(uow, body()).id


@pytest.fixture
def form_id(app: Flask, town: Town, draft_id: uuid.UUID) -> uuid.UUID:
    """A form of the case, filled in with what a form cannot be trusted with either."""
    with apart(app, town.admin) as uow:
        designing.publish_draft(uow, draft_id, 0)
    with apart(app) as uow:
        case_id = make_case(uow, town, expert=True).id
        person = tenant_of(uow, case_id)
    with apart(app, town.expert) as uow:
        given = {
            "name": f"=1+1 {HOSTILE[:300]}", "amount": 3, "choice": "red", "several": ["red", "green"], "score": 2,
            "grid": {"first": 4}, "order": ["green", "red"], "visits": [{"who": one} for one in FORMULAS],
        }  # fmt: skip
        return services.start(uow, case_id, "sample", person, given).id


@pytest.mark.parametrize("invisible", INVISIBLE, ids=ascii)
def test_signs_that_nobody_sees_are_refused_by_name(invisible: str) -> None:
    for changed in ({"title": {"nl": invisible}}, {"purpose": invisible}, {"pages": [body()["pages"][0] | {"fields": [make_field(hint={"nl": invisible})]}]}):
        with pytest.raises(forms.BadDefinition) as refused:
            forms.load(make_body() | changed)
        assert re.search("onzichtbare tekens|halve tekens", str(refused.value))


def test_in_the_designer(app: Flask, town: Town, draft_id: uuid.UUID, client_for: Client) -> None:
    client, there = client_for(town.admin), f"/bouwen/concept/{draft_id}"
    shows(client.get("/bouwen/"))
    shows(client.get(there), "title", "page-title", "name-label")
    for one in ("form", "page:first", *(f"field:{field['id']}" for field in fields())):
        shows(client.get(f"{there}?kies={one}"))
    for path in ("voorbeeld", "vertalen?pagina=first", "scores", "proeven", "geschiedenis", "uitbrengen"):
        shows(client.get(f"{there}/{path}"))
    shows(client.get(f"{there}/vertalen?pagina=first"), "name-hint", "choice-red-hint", "criterion-5")
    for width in ("telefoon", "tablet", "papier"):
        shows(client.get(f"{there}/voorbeeld?breedte={width}"), "page-title", "name-label", "visits-label")
    block = {"revision": "0", "ids": ["name", "choice"], "name": f"=1+1 blok {HOSTILE}"[:100]}
    assert client.post(f"{there}/blok/maken", data=block).status_code == 303
    assert block["name"] in shows(client.get("/bouwen/blokken")).get_text()
    shows(client.get(f"{there}?soort=blok"))


def test_in_what_changed_and_what_that_does_to_forms_under_way(
    app: Flask, town: Town, form_id: uuid.UUID, client_for: Client
) -> None:
    client = client_for(town.admin)
    with apart(app, town.admin) as uow:
        draft_id = designing.start(uow, "sample").id
    there = f"/bouwen/concept/{draft_id}"
    for revision, given in enumerate((
        {"do": "set", "target": "field:name", "label": hostile("name-now")["nl"], "has-label": "1"},
        {"do": "delete", "ids": "order"},
    )):  # fmt: skip
        assert client.post(f"{there}/wijzig", data=given | {"revision": str(revision)}).status_code == 303
    shows(client.get(f"{there}/uitbrengen"), "name-now")
    shows(client.get(f"{there}/geschiedenis"), "title")
    assert client.post(f"{there}/uitbrengen", data={"revision": "2"}).status_code == 303
    expert = client_for(town.expert)
    shows(expert.get(address(form_id, "first")), "name-label")
    shows(expert.post(f"/formulieren/{form_id}/nieuwste-versie", follow_redirects=True))
    shows(expert.get(address(form_id, "first")), "name-now")


def test_on_the_pages_of_whoever_fills_in_and_reads(app: Flask, town: Town, form_id: uuid.UUID, client_for: Client) -> None:
    client, there = client_for(town.expert), f"/formulieren/{form_id}"
    asked = [f"{name}-{part}" for name in ("name", "amount", "choice", "several", "score", "grid", "order", "visits") for part in ("label", "hint")]
    more = ["choice-red-label", "choice-green-hint", "criterion-1", "grid-row", "grid-word-5", "note-body", "head", "visits-row",
            "who-label", "name-help", "total-label", "page-title", "page-intro"]  # fmt: skip
    page = shows(client.get(address(form_id, "first")), *asked, *more)
    version = page.select_one("input[name=version]")["value"]  # type: ignore[index]
    wrong = {"version": version, "name__asked": "1", "name": "fout", "amount__asked": "1", "amount": "veel", "choice__asked": "1", "choice": "blue"}
    shows(client.post(address(form_id, "first"), data=wrong), "name-message", "amount-invalid")
    shows(client.get(f"{there}/nakijken"), "name-label", "choice-red-label", "several-green-label", "word-2", "grid-row", "who-label")
    with apart(app, town.expert) as uow:
        services.save(uow, form_id, {"name": HOSTILE[:300]})
        services.submit(uow, form_id)
    shows(client.get(f"{there}/lezen"), "title", "name-label", "choice-red-label", "word-2", "grid-row")
    shows(client.get(f"{there}/vaststellen"), "release", "release-hint")
    shows(client.get(f"{there}/verbeteren/name"), "name-label")
    with apart(app, town.expert) as uow:
        case_id = uow.get(Submission, form_id).case_id
    for path in ("", "/tijdlijn", "/formulieren", "/stukken"):
        if (answer := client.get(f"/zaken/{case_id}{path}")).status_code == 200:
            harmless(soup(answer), path)
    shows(client.get(f"/formulieren/zaak/{case_id}/formulier/sample"), "title")


def test_on_the_pages_of_a_tenant_in_two_languages(app: Flask, town: Town) -> None:
    made = body(filled_by="tenant", compartment="C", locales=["nl", "en"], scores=[], releases=[], examples=[])
    made["pages"][0]["fields"] = [one for one in made["pages"][0]["fields"] if one["kind"] != "calculated"]
    with apart(app, town.admin) as uow:
        draft_id = designing.start_new(uow, in_english_too(made)).id
        designing.publish_draft(uow, draft_id, 0)
    with apart(app) as uow:
        case_id = make_case(uow, town, expert=True).id
        person = tenant_of(uow, case_id)
        uow.get(Person, person).phone = "06 00 00 77 01"
    with apart(app, town.expert) as uow:
        guidance.offer(uow, case_id, person, "sample")
    client = enter(app)
    for language in ("nl", "en"):
        shows(client.get(f"/f/begin?taal={language}"), "title", "intro")
        for one in ("name", "amount", "choice", "several", "score", "grid", "order", "visits"):
            shows(client.get(f"/f/vraag/{one}?taal={language}"), f"{one}-label", f"{one}-hint", "page-title")
            shows(client.post(f"/f/vraag/{one}", data={"version": "999", one: HOSTILE[:60]}))
        page = shows(client.get("/f/vraag/name"))
        given = {"version": page.select_one("input[name=version]")["value"], "name__asked": "1", "name": "fout"}  # type: ignore[index]
        shows(client.post("/f/vraag/name", data=given), "name-message")
        shows(client.get(f"/f/nakijken?taal={language}"), "after", "name-label", "choice-label")


def in_english_too(told: Any) -> Any:
    """Put the Dutch of every text beside it as the English, marked so that both are seen to be harmless."""
    if isinstance(told, dict):
        if set(told) == {"nl"}:
            return told | {"en": f"EN {told['nl']}"}
        return {key: in_english_too(value) for key, value in told.items()}
    return [in_english_too(one) for one in told] if isinstance(told, list) else told


def test_in_the_pdf(app: Flask, town: Town, form_id: uuid.UUID, client_for: Client) -> None:
    answer = client_for(town.expert).get(f"/formulieren/{form_id}/formulier.pdf")
    assert answer.mimetype == "application/pdf"
    sound(answer.data, "title", "page-title", "name-label", "choice-red-label", "word-2", "who-label")


def test_in_the_files_that_go_out(app: Flask, town: Town, form_id: uuid.UUID, draft_id: uuid.UUID, client_for: Client) -> None:
    with apart(app, town.expert) as uow:
        services.submit(uow, form_id)
    answer = client_for(town.expert).get("/formulieren/tabel/sample.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as bundle:
        assert all(re.fullmatch(r"[\w.-]+", name) for name in bundle.namelist())
        told = [calm(bundle.read(name)) for name in bundle.namelist() if name.endswith(".csv")]
    assert {f"'{one}" for one in FORMULAS} <= {cell for table in told for row in table for cell in row}
    admin = client_for(town.admin)
    with apart(app, town.admin) as uow:
        again = designing.start_new(uow, body(key="again")).id
    there = f"/bouwen/concept/{again}"
    assert json.loads(admin.get(f"{there}/uitvoer.json").data)["pages"][0]["fields"] == json.loads(forms.canonical(body()["pages"][0]["fields"]))
    book = openpyxl.load_workbook(io.BytesIO(admin.get(f"{there}/uitvoer.xlsx").data))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(cell.value == hostile("name-label")["nl"] for cell in found)
    assert [cell.coordinate for cell in found if cell.data_type == "f" or cell.hyperlink] == []
    calm(admin.get(f"{there}/vertalen.csv").data)


def test_in_the_dossier_for_a_judge(app: Flask, town: Town, form_id: uuid.UUID, client_for: Client) -> None:
    with apart(app, town.expert) as uow:
        services.submit(uow, form_id)
    with apart(app, town.expert) as uow:
        case_id = services.accept(uow, form_id, {"told": HOSTILE}).case_id
    shows(client_for(town.expert).get(f"/formulieren/{form_id}/lezen"), "release")
    with apart(app) as uow:
        dossier = dossiers.compose(uow, case_id, period(uow))
        filing_id = dossiers.file(uow, dossier.id).id
    with app.app_context():
        work_all(db.sessionmaker)
    with apart(app) as uow:
        stored = uow.session.get_one(DossierFiling, filing_id).stored_file_id
        assert stored is not None
        data = bytes_of(uow.session, stored)
    assert written(HOSTILE) in written("".join(pdf_texts(data)))
    sound(data)


def test_in_custom_fields_of_a_record(app: Flask, town: Town, client_for: Client) -> None:
    with apart(app, town.admin) as uow:
        for kind in (RecordKind.CASE, RecordKind.PERSON):
            make_fields(uow, kind, *fields()[2:5], title=hostile("title"), purpose=hostile("purpose")["nl"])
    with apart(app) as uow:
        case_id = make_case(uow, town, expert=True).id
        person = make_person(uow, town.corporation, surname="Aarts").id
    with apart(app, town.admin) as uow:
        for kind, record in ((RecordKind.CASE, case_id), (RecordKind.PERSON, person)):
            keep(uow, kind, record, name=f"=1+1 {HOSTILE[:300]}", amount="3", choice="red")
    client = client_for(town.admin)
    shows(client.get(f"/zaken/{case_id}"), "name-label", "choice-red-label")
    shows(client.get(f"/eigen-velden/case/{case_id}/own_case"), "title", "name-label", "choice-red-label")
    shows(client.get("/beheer/personen/"), "name-label", "choice-red-label")
    calm(client.post("/beheer/personen/uitvoer/").data)
