"""Files in and out, texts in every language, scores and examples of a form that is being built."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

import forms
from portal.core.policy import Actor
from portal.definitions import queries, services
from portal.definitions.rules import texts
from tests.builders.accounts import apart
from tests.builders.submissions import make_body, make_field
from tests.web.test_form_designer import HOSTILE, Builder, ClientFor, admin

__all__ = ["admin"]


@pytest.fixture
def builder(app: Flask, admin: Actor, client_for: ClientFor) -> Builder:
    body = make_body(
        make_field("yes_no", "dog"), make_field("short_text", "breed", show_if={"==": [{"var": "dog"}, True]}),
        make_field("scale", "joy"), make_field("one_of", "colour"), locales=["nl", "ar"],
    )  # fmt: skip
    with apart(app, admin) as uow:
        draft_id = services.start_new(uow, body).id
    return Builder(app, client_for(admin), draft_id)


def upload(builder: Builder, data: bytes, name: str = "form.json") -> TestResponse:
    return builder.client.post("/bouwen/invoer", data={"file": (io.BytesIO(data), name)})


def count(builder: Builder) -> int:
    with apart(builder.app) as uow:
        return len(queries.open_drafts(uow.session, uow.actor))


@pytest.mark.parametrize("kind", ["json", "xlsx"])
def test_a_form_taken_out_and_brought_in_again_is_a_new_draft_with_the_same_questions(builder: Builder, kind: str) -> None:
    out = builder.client.get(f"{builder.path}/uitvoer.{kind}")
    assert out.status_code == 200 and "attachment" in out.headers["Content-Disposition"]
    answer = upload(builder, out.data, f"form.{kind}")
    assert answer.status_code == 200 and "concept van gemaakt" in answer.text
    with apart(builder.app) as uow:
        bodies = [queries.draft(uow.session, uow.actor, row.id).body for row in queries.open_drafts(uow.session, uow.actor).values()]
    first, second = sorted(bodies, key=lambda body: len(body["key"]))
    assert second["key"] == f"{first['key']}_2"
    assert forms.digest(forms.load({**second, "key": first["key"]})) == forms.digest(forms.load(first))


@pytest.mark.parametrize("data", [
    b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"pages":' * 5_000, json.dumps({"pages": "x"}).encode(), b"PK\x03\x04" + b"\0" * 500,
    json.dumps(make_body(make_field("nothing"))).encode(), json.dumps(make_body(id="x", extra=HOSTILE)).encode(),
    b"a" * 300_000, json.dumps(make_body(make_field(label={"nl": "\u202e"}))).encode(),
    json.dumps(make_body(make_field(default="a\ud800b"))).encode(), json.dumps(make_body(make_field(default="a\0b"))).encode(),
])  # fmt: skip
def test_a_hostile_file_is_refused_with_a_reason_and_nothing_is_kept(builder: Builder, data: bytes) -> None:
    before = count(builder)
    answer = upload(builder, data)
    assert answer.status_code == 422 and "kunnen wij niet aannemen" in answer.text
    assert "<script>alert" not in answer.text and count(builder) == before


def test_a_file_with_problems_becomes_a_draft_that_lists_them(builder: Builder) -> None:
    body = make_body(make_field(show_if={"==": [{"var": "gone"}, 1]}), key="strange", purpose=None)
    answer = upload(builder, json.dumps(body).encode())
    assert answer.status_code == 200 and "gone" in answer.text and "Herstel" in answer.text


def test_texts_go_out_as_a_file_and_come_back_translated(builder: Builder) -> None:
    out = builder.client.get(f"{builder.path}/vertalen.csv").data.decode("utf-8-sig")
    lines = out.splitlines()
    assert lines[0] == "plek;nl;ar"
    back = "\r\n".join([lines[0], *(f"{line.rsplit(';', 1)[0]};مرحبا" for line in lines[1:])]).encode("utf-8-sig")
    answer = builder.client.post(f"{builder.path}/vertalen.csv", data={"revision": "0", "file": (io.BytesIO(back), "t.csv")})
    assert answer.status_code == 303
    assert texts.missing(builder.body, "ar") == 0
    page = builder.client.get(f"{builder.path}/vertalen?pagina=first")
    assert 'dir="rtl"' in page.text and "ar: compleet" in page.text


def test_a_text_that_looks_like_a_formula_is_harmless_in_the_file_and_comes_back_as_it_was(builder: Builder) -> None:
    evil = "=cmd|' /C calc'!A0"
    builder.do("set", target="field:dog", label=evil, **{"has-label": "1"})
    out = builder.client.get(f"{builder.path}/vertalen.csv").data
    assert f"'{evil}".encode() in out and f";{evil}".encode() not in out
    assert texts.from_csv(out)["field:dog/label", "nl"] == evil
    assert texts.typed(texts.harmless("'=x")) == "'=x" and texts.typed("'s avonds") == "'s avonds"


@pytest.mark.parametrize("data", [
    b"", b"\xff\xfe", b"a;b", b"plek;nl;nl\r\nx;y;z", b"plek;nl\r\nfield:none/label;x", b"plek;nl\r\nfield:dog/kind;x", b"plek;zz\r\nfield:dog/label;x",
    b"plek;nl\r\nfield:dog/label;" + b"x" * 20_000, b"plek;nl\r\n" + b"a;b\r\n" * 6_000, b'plek;nl\r\n"field', b"plek;nl\r\na;b;c", b"plek;nl\0",
])  # fmt: skip
def test_a_hostile_file_with_texts_is_refused(builder: Builder, data: bytes) -> None:
    answer = builder.client.post(f"{builder.path}/vertalen.csv", data={"revision": "0", "file": (io.BytesIO(data), "t.csv")})
    assert answer.status_code == 422 and builder.revision == 0


def test_texts_typed_in_the_grid_are_kept_and_who_is_late_is_told(builder: Builder) -> None:
    given = {"revision": "0", "pagina": "first", "t|field:dog/label/ar": "كلب", "t|field:dog/label/nl": "Hond?"}
    assert builder.client.post(f"{builder.path}/vertalen", data=given).status_code == 303
    assert builder.body["pages"][0]["fields"][0]["label"] == {"nl": "Hond?", "ar": "كلب"}
    assert builder.client.post(f"{builder.path}/vertalen", data=given | {"t|field:dog/label/nl": "Dier?"}).status_code == 409


def make_score(builder: Builder) -> TestResponse:
    given = {"label": "Vreugde", "method": "sum", "items": "joy", "bands": "1 - 2 = weinig\n3 - = genoeg", "revision": builder.revision}
    return builder.client.post(f"{builder.path}/scores", data=given)


def test_a_score_is_made_from_ticked_answers_with_words_for_what_it_means(builder: Builder) -> None:
    assert make_score(builder).status_code == 303
    (score,) = builder.body["scores"]
    assert score["bands"] == [{"from": 1, "to": 2, "label": {"nl": "weinig"}}, {"from": 3, "label": {"nl": "genoeg"}}]
    shown = builder.client.post(f"{builder.path}/voorbeeld", data={"staat": '{"joy": 4}'})
    assert "4 (genoeg)" in " ".join(BeautifulSoup(shown.data, "html.parser").get_text().split())


@pytest.mark.parametrize("given", [{"label": ""}, {"label": "x"}, {"label": "x", "items": "none"}, {"label": "x", "items": "joy", "bands": "veel"}])
def test_half_a_score_is_refused_and_what_was_typed_stays(builder: Builder, given: dict[str, str]) -> None:
    answer = builder.client.post(f"{builder.path}/scores", data={"revision": "0", "method": "sum"} | given)
    if given.get("items") == "none":  # a draft may name what is not there; the list of problems says so
        assert "none" in builder.client.get(f"{builder.path}/uitbrengen").text
        return
    assert answer.status_code == 422 and builder.revision == 0


def score_form(builder: Builder, key: str) -> dict[str, Any]:
    """Return what the form of a score would send as it stands."""
    soup = BeautifulSoup(builder.client.get(f"{builder.path}/scores?score={key}").data, "html.parser")
    form = soup.select_one("input[name=score]").find_parent("form")  # type: ignore[union-attr]
    given: dict[str, Any] = {one["name"]: one.get("value", "") for one in form.select("input") if one.get("type") != "checkbox"}  # type: ignore[union-attr, misc]
    given |= {"items": [one["value"] for one in form.select("input[type=checkbox][checked]")]}  # type: ignore[union-attr]
    given |= {one["name"]: one.text for one in form.select("textarea")}  # type: ignore[union-attr, misc]
    for one in form.select("select"):  # type: ignore[union-attr]
        chosen = one.select_one("option[selected]") or one.select_one("option")
        given[str(one["name"])] = chosen.get("value", chosen.text)  # type: ignore[union-attr]
    return given


FULL_SCORE = {
    "key": "total", "label": {"nl": "Zorgen", "ar": "هموم"}, "method": "weighted",
    "items": [{"field": "joy", "weight": "2.5"}, {"field": "dog"}], "missing": {"minimum": 1}, "places": 2,
    "bands": [{"to": -1, "label": {"nl": "laag", "ar": "قليل"}}, {"from": 0, "to": "2.5", "label": {"nl": "midden"}}, {"from": "2.51", "label": {"nl": "hoog"}}],
}  # fmt: skip
COUNTING = {"key": "seen", "label": {"nl": "Ja's"}, "method": "count", "items": [{"field": "dog"}, {"field": "colour"}], "counted": [True, "red", 3], "missing": "ignore"}


@pytest.mark.parametrize("score", [FULL_SCORE, COUNTING], ids=["weighted", "count"])
def test_a_score_with_every_setting_is_shown_and_saved_without_loss(builder: Builder, score: dict[str, Any]) -> None:
    with apart(builder.app) as uow:
        services.change(uow, builder.draft_id, builder.revision, {"do": "set", "target": "form", "values": {"scores": [score]}})
    revision = builder.revision
    assert builder.client.post(f"{builder.path}/scores", data=score_form(builder, score["key"])).status_code == 303
    assert builder.body["scores"] == [score]
    assert builder.revision == revision


def test_every_setting_of_a_score_can_be_changed(builder: Builder) -> None:
    make_score(builder)
    changed = {"label": "Blijdschap", "method": "weighted", "weight-joy": "1,5", "missing": "minimum", "minimum": "1", "places": "2", "bands": "t/m 2 = weinig\nvanaf 3 = veel"}
    assert builder.client.post(f"{builder.path}/scores", data=score_form(builder, "vreugde") | changed).status_code == 303
    assert builder.body["scores"] == [
        {
            "key": "vreugde", "label": {"nl": "Blijdschap"}, "method": "weighted", "items": [{"field": "joy", "weight": "1.5"}],
            "missing": {"minimum": 1}, "places": 2, "bands": [{"to": 2, "label": {"nl": "weinig"}}, {"from": 3, "label": {"nl": "veel"}}],
        }
    ]  # fmt: skip


def test_a_problem_of_a_score_leads_to_that_score(builder: Builder) -> None:
    make_score(builder)
    gap = {"bands": "t/m 2 = weinig\nvanaf 4 = veel"}
    builder.client.post(f"{builder.path}/scores", data=score_form(builder, "vreugde") | gap)
    link = builder.page().select_one('#punten a[href*="/scores?score=vreugde"]')
    assert link is not None
    assert link.text == "Herstel Vreugde"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"weight-joy": "veel"}, "items"), ({"missing": "minimum", "minimum": "0"}, "minimum"), ({"method": "count", "counted": "paars"}, "counted"), ({"places": "9"}, "places"), ({"bands": "١ = x"}, "bands")],
)  # fmt: skip
def test_a_setting_that_cannot_be_read_is_told_at_its_field(builder: Builder, wrong: dict[str, str], field: str) -> None:
    make_score(builder)
    before = builder.body["scores"]
    answer = builder.client.post(f"{builder.path}/scores", data=score_form(builder, "vreugde") | wrong)
    page = BeautifulSoup(answer.data, "html.parser")
    assert answer.status_code == 422
    assert page.select_one(f"#{field}-fout") is not None
    assert page.select_one(f"[aria-describedby~={field}-fout]") is not None
    assert builder.body["scores"] == before


def prove(builder: Builder, name: str, answers: dict[str, Any]) -> TestResponse:
    given = {"name": name, "staat": json.dumps(answers), "revision": builder.revision}
    return builder.client.post(f"{builder.path}/proeven", data=given)


def test_an_example_made_in_the_preview_guards_the_form_at_every_publish(builder: Builder) -> None:
    make_score(builder)
    assert prove(builder, "Met hond", {"dog": True, "breed": "Teckel", "joy": 5, "colour": "red"}).status_code == 303
    page = BeautifulSoup(builder.client.get(f"{builder.path}/proeven").data, "html.parser").get_text()
    assert "1 van 2 kanten gezien" in page and "klopt niet" not in page
    prove(builder, "Zonder", {"dog": False, "joy": 1, "colour": "red"})
    assert "2 van 2 kanten gezien" in builder.client.get(f"{builder.path}/proeven").text
    line = {"line-0-field": "dog", "line-0-op": "==", "line-0-value": "no", "line-0-group": "", "line-0-rows": "any"}
    builder.do("", to="voorwaarde", target="field:breed", name="show_if", join="and", **line)
    assert "klopt niet" in builder.client.get(f"{builder.path}/proeven").text
    builder.do("set", target="form", locales="nl", **{"has-locales": "1"})
    refused = builder.do("", to="uitbrengen")
    assert refused.status_code == 422 and "Met hond" in refused.text
    assert "‘BREED’ moet te zien zijn" in refused.text and f'href="{builder.path}/proeven"' in refused.text
    builder.do("", to="ongedaan")
    builder.do("", to="ongedaan")
    builder.do("set", target="form", locales="nl", **{"has-locales": "1"})
    assert builder.do("", to="uitbrengen").status_code == 303


@pytest.mark.parametrize("state", ["", "[", "{" * 9000, "[]", '{"none": 1}', '{"joy": 1e999}'])
def test_an_example_of_a_broken_state_is_no_trouble(builder: Builder, state: str) -> None:
    answer = builder.client.post(f"{builder.path}/proeven", data={"staat": state, "revision": "0"})
    assert answer.status_code in {303, 422}
    assert builder.client.get(f"{builder.path}/proeven").status_code == 200


def test_hostile_texts_are_text_in_files_and_grid(builder: Builder) -> None:
    builder.do("set", target="field:dog", label=HOSTILE, **{"has-label": "1"})
    builder.client.post(f"{builder.path}/scores", data={"label": HOSTILE, "items": "joy", "method": "sum", "revision": builder.revision})
    prove(builder, HOSTILE, {"dog": True})
    for path in ("/vertalen?pagina=first", "/scores", "/proeven", "/voorbeeld"):
        answer = builder.client.get(builder.path + path)
        assert answer.status_code == 200 and "<script>alert" not in answer.text and "<img src=x" not in answer.text
