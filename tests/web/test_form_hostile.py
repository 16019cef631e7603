"""A careless or hostile hand on every kind of question: nothing breaks, nothing is lost, the answer is in Dutch."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import forms
from portal.definitions.services import publish
from portal.submissions import answers as store
from portal.submissions.models import Submission
from tests.builders.accounts import apart
from tests.builders.cases import Town, make_town
from tests.builders.submissions import begin_sample, make_body, make_field
from tests.web.form_pages import Client, address, fields, soup

KINDS = sorted(
    {json.loads(json.dumps(one["properties"]["kind"]["const"])) for one in forms.json_schema()["$defs"].values()
     if "const" in one.get("properties", {}).get("kind", {})}
)  # fmt: skip
FREE: dict[str, Any] = {"need": "optional"}
PARTS = ("", "-day", "-month", "-year", "-hour", "-minute", "-date", "-time", "-postcode", "-number", "-letter", "-addition",
         "-street", "-city", "-strokes", "-name", "-hours", "-minutes", "-days", "-first", "-second", "-red", "-green",
         "__other", "__special", "__asked", "__remove", "__kept", "__caption-x", "-0-amount", "-0-what", "-0-remove", "-9999-what")  # fmt: skip
TYPED = [
    "", " ", "\u0000\u0007", "\u202eabc\u202c", "\u200fمرحبا\u200f", "<script>alert(1)</script>", "=HYPERLINK(1)", "{{ 7*7 }}",
    "%(x)s %s", "31", "99999999999999999999999999", "-1", "1e309", "NaN", "Infinity", "½", "١٢", "2026-02-31", "0000-00-00",
    "24:61", "[[1,2", '{"$":"unknown"}', "[" * 900, "$unknown", "$declined", "other", "red", "111222333",
    "a\r\nSet-Cookie: x=1", "x" * 900, "../../etc/passwd", "None", "true", "🙂" * 200,
]  # fmt: skip


def plain(kind: str, id_: str) -> dict[str, Any]:
    more: dict[str, Any] = {} if kind in {"note", "heading", "calculated"} else FREE
    return make_field(kind, id_, **more)


@pytest.fixture
def town(app: Flask) -> Town:
    body = make_body(
        *(plain(kind, f"f_{kind}") for kind in KINDS),
        make_field("repeat", "rows", **FREE, max_rows=500, fields=[plain(kind, f"r_{kind}") for kind in KINDS if kind != "repeat"]),
        make_field(id="anchor", **FREE), filled_by="expert",
    )  # fmt: skip
    with apart(app) as uow:
        publish(uow, forms.load(body))
        return make_town(uow)


@pytest.fixture
def form_id(app: Flask, town: Town) -> uuid.UUID:
    return begin_sample(app, town, {"anchor": "staat er nog", "rows": [{"r_short_text": "een"}, {"r_short_text": "twee"}]})


def kept(app: Flask, town: Town, form_id: uuid.UUID) -> dict[str, Any]:
    with apart(app, town.expert) as uow:
        return store.kept(uow, uow.session.get_one(Submission, form_id))


def version(app: Flask, town: Town, form_id: uuid.UUID) -> str:
    with apart(app, town.expert) as uow:
        return str(uow.session.get_one(Submission, form_id).version)


def fine(client: FlaskClient, form_id: uuid.UUID, posted: dict[str, Any]) -> None:
    answer = client.post(address(form_id, "first"), data=posted)
    assert answer.status_code in {303, 422}, (answer.status_code, posted)
    if answer.status_code == 422:
        assert soup(answer).title.text.startswith("Fout:")  # type: ignore[union-attr]
        assert "<script>alert" not in answer.text


def names(path: str) -> Iterator[str]:
    yield from (f"{path}{part}" for part in PARTS)


def test_there_is_a_question_of_every_kind() -> None:
    assert len(KINDS) == 29


def test_anything_may_be_typed_at_any_kind(app: Flask, town: Town, form_id: uuid.UUID, client_for: Client) -> None:
    client = client_for(town.expert)
    own = {"rows-0-r_short_text": "een", "rows-1-r_short_text": "twee", "rows__asked": "1", "later": "1"}
    for typed in TYPED:
        paths = [path for kind in KINDS for path in (f"f_{kind}", f"rows-0-r_{kind}")]
        fine(client, form_id, {name: [typed, typed] for path in paths for name in names(path)} | own)
    stood = kept(app, town, form_id)
    assert stood["anchor"] == "staat er nog"
    assert [row["r_short_text"] for row in stood["rows"]] == ["een", "twee"]
    numbers = {"decimal", "integer", "money", "duration"}  # an amount may be any number
    assert [id_ for id_, value in stood.items() if "111222333" in str(value) and id_[2:] not in numbers | {"ws"}] == []
    assert [id_ for row in stood["rows"] for id_, value in row.items() if "111222333" in str(value) and id_[2:] not in numbers] == []
    assert client.get(f"/formulieren/{form_id}/nakijken").status_code == 200
    assert client.get(address(form_id, "first")).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [
    None, True, 7, -1, 1e308, 10**40, "x", "x" * 1_000_000, [], [[]], [None], ["red", "red"], [{"file": 1}], {}, {"$": 1},
    {"$": "unknown", "x": 1}, {"other": {"other": 1}}, {"a": {"b": {"c": {}}}}, [1] * 100_000, {"strokes": [[["a", 2]]]},
    {"postcode": ["1"], "number": {}}, "111222333", {"day": "31", "month": "2", "year": "2026"}, "\ud800", b"bytes", 3 + 4j,
], ids=lambda value: repr(value)[:20])  # fmt: skip
def test_no_value_of_a_wrong_shape_breaks_the_engine(kind: str, value: Any) -> None:
    form = forms.prepare(forms.load(make_body(
        plain(kind, "one"), make_field("repeat", "rows", **FREE, fields=[plain(kind, "inner")] if kind != "repeat" else [plain("short_text", "inner")]),
    )))  # fmt: skip
    for answers in ({"one": value}, {"rows": [{"inner": value}]}, {"rows": value}, value):
        cleaned = forms.clean(form, answers)
        assert forms.clean(form, cleaned.answers).answers == cleaned.answers
        assert all(fault.say("nl") and fault.say("en") for fault in cleaned.faults)
        forms.summary(form, cleaned.answers, "nl")
        forms.cells(form, cleaned.answers)
        forms.gaps(form, cleaned.answers)


def test_a_number_of_a_citizen_is_refused_in_rows_too_and_the_row_stays(
    app: Flask, town: Town, form_id: uuid.UUID, client_for: Client
) -> None:
    client = client_for(town.expert)
    posted = fields(client.get(address(form_id, "first"))) | {"rows-1-r_long_text": "Zijn BSN is 111.222.333 en verder niets"}
    answer = client.post(address(form_id, "first"), data=posted)
    assert answer.status_code == 422
    assert "burgerservicenummer" in answer.text and soup(answer).select_one(".melding a[href='#rows-1-r_long_text']")
    assert [row["r_short_text"] for row in kept(app, town, form_id)["rows"]] == ["een", "twee"]


def test_the_thirty_first_of_february_is_told_and_kept_on_the_page(town: Town, form_id: uuid.UUID, client_for: Client) -> None:
    client = client_for(town.expert)
    posted = fields(client.get(address(form_id, "first")))
    posted |= {"f_date-day": "31", "f_date-month": "02", "f_date-year": "2026", "rows-0-r_date-day": "31",
               "rows-0-r_date-month": "2", "rows-0-r_date-year": "2026"}  # fmt: skip
    answer = client.post(address(form_id, "first"), data=posted)
    page = soup(answer)
    assert answer.status_code == 422
    assert {"#f_date-day", "#rows-0-r_date-day"} <= {str(a["href"]) for a in page.select(".melding.mis a")}
    assert [page.find(id=f"{path}-day")["value"] for path in ("f_date", "rows-0-r_date")] == ["31", "31"]  # type: ignore[index]


def test_five_hundred_and_one_rows_are_refused_and_nothing_is_lost(
    app: Flask, town: Town, form_id: uuid.UUID, client_for: Client
) -> None:
    client = client_for(town.expert)
    rows = {f"rows-{n}-r_short_text": f"regel {n}" for n in range(501)}
    answer = client.post(f"{address(form_id, 'first')}/bewaren", data={"rows__asked": "1", "version": version(app, town, form_id), **rows})
    assert answer.get_json()["faulty"]
    assert "500" in answer.get_json()["message"]
    assert len(kept(app, town, form_id)["rows"]) == 2


EXTRA: list[dict[str, Any]] = [
    {"version": "9" * 400}, {"version": "-1"}, {"version": "abc"}, {"version": ["1", "2"]}, {"naar": "//elders.example"},
    {"meer": "../../x"}, {"meer": "x" * 5_000}, {"_once": "x" * 5_000}, {"geen_vraag": "x"}, {"anchor__was": "zz"},
    {"anchor__keep": "standing"}, {"f_person": str(uuid.uuid4())}, {"f_record": "nowhere"}, {"rows-x-r_short_text": "x"},
    {"rows--1-r_short_text": "x"}, {"rows-00000-r_short_text": "x"}, {"rows-٣-r_short_text": "x"}, {"csrf_token": "x" * 9_000},
]  # fmt: skip


def test_what_no_page_of_ours_posts_breaks_nothing(
    app: Flask, town: Town, form_id: uuid.UUID, client_for: Client
) -> None:
    client = client_for(town.expert)
    for extra in EXTRA:
        posted = {name: value for name, value in fields(client.get(address(form_id, "first"))).items() if name != "_once"}
        answer = client.post(address(form_id, "first"), data=posted | extra)
        assert answer.status_code in {303, 409, 422}, (extra, answer.status_code)
        assert "elders.example" not in str(answer.headers)
    assert kept(app, town, form_id)["anchor"] == "staat er nog"


PATHS = [
    "pagina/geen", "pagina/first/bewaren/x", "verbeteren/anchor", "verbeteren/geen", "bestand/x", "bestand/" + str(uuid.uuid4()),
    "lezen?taal=xx", "pagina/first?meer=" + "x" * 2_000, "nakijken?x=" + "y" * 2_000, "formulier.pdf/x",
]  # fmt: skip


def test_an_address_that_was_made_up_gives_a_page(town: Town, form_id: uuid.UUID, client_for: Client) -> None:
    client = client_for(town.expert)
    for path in PATHS:
        assert client.get(f"/formulieren/{form_id}/{path}").status_code in {200, 303, 403, 404, 409}, path
        assert client.get(f"/formulieren/{uuid.uuid4()}/{path}").status_code == 404, path


def test_ten_megabytes_of_text_are_refused_in_dutch(town: Town, form_id: uuid.UUID, client_for: Client) -> None:
    answer = client_for(town.expert).post(
        address(form_id, "first"), input_stream=io.BytesIO(b"anchor=" + b"x" * 10_000_000),
        content_type="application/x-www-form-urlencoded", headers={"Content-Length": "10000007"},
    )  # fmt: skip
    assert answer.status_code in {413, 422}
    assert "groot" in answer.text or "te lang" in answer.text


def test_a_page_with_thousands_of_boxes_is_read_whole(app: Flask, town: Town, form_id: uuid.UUID, client_for: Client) -> None:
    rows = {f"rows-{n}-{part}": "ja" for n in range(450) for part in ("r_short_text", "r_short_text__asked", "r_long_text", "r_email__asked")}
    posted = {"version": version(app, town, form_id), "rows__asked": "1", "later": "1", **rows}
    answer = client_for(town.expert).post(
        address(form_id, "first"), data=posted | {"f_file": (io.BytesIO(b""), "")}, content_type="multipart/form-data"
    )
    assert answer.status_code == 303
    assert [row["r_long_text"] for row in kept(app, town, form_id)["rows"]] == ["ja"] * 450


def test_sending_twice_and_sending_what_is_gone_is_told(app: Flask, town: Town, form_id: uuid.UUID, client_for: Client) -> None:
    client, now = client_for(town.expert), version(app, town, form_id)
    there = f"/formulieren/{form_id}/versturen"
    assert client.post(there, data={"version": now}).status_code == 303
    assert client.post(there, data={"version": now}).status_code in {303, 409}
    assert client.post(address(form_id, "first"), data={"version": now, "anchor": "te laat"}).status_code in {303, 409}
    assert kept(app, town, form_id)["anchor"] == "staat er nog"
