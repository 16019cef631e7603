"""Building a form through its pages."""

from __future__ import annotations

import re
import time
import uuid

import pytest
from bs4 import BeautifulSoup
from flask import Flask

import forms
from portal.core.policy import Actor
from portal.definitions import queries, services
from portal.submissions import services as submissions
from tests.builders.accounts import apart
from tests.builders.cases import make_case, make_town
from tests.builders.submissions import make_body, make_field, tenant_of
from tests.web.designer_pages import HOSTILE, Builder, ClientFor, admin, attend, builder, colleague

__all__ = ["admin", "builder"]


def test_a_new_form_begins_with_its_handling_and_an_empty_page(app: Flask, admin: Actor, client_for: ClientFor) -> None:
    client = client_for(admin)
    assert client.post("/bouwen/nieuw", data={"title": ""}).status_code == 422
    answer = client.post("/bouwen/nieuw", data={
        "title": "Huisbezoek", "purpose": "Weten hoe het gaat", "compartment": "C", "ground": "agreement",
        "audience": ["tenant", "expert"], "retention": "care",
    })  # fmt: skip
    assert answer.status_code == 303
    page = BeautifulSoup(client.get(answer.location).data, "html.parser")
    assert page.h1 is not None and "Huisbezoek" in page.h1.get_text()
    assert page.select_one("#nieuw[data-focus]") is not None


def test_a_question_is_added_in_one_go_and_the_next_can_be_typed_at_once(builder: Builder) -> None:
    answer = builder.do("add_question", label="Wat voor dier?", kind="one_of", options="Hond\nKat", place="after:dog")
    assert answer.status_code == 303 and "focus=nieuw" in answer.location
    assert builder.ids() == ["dog", "wat_voor_dier", "breed"]
    options = builder.body["pages"][0]["fields"][1]["options"]
    assert [one["label"]["nl"] for one in options] == ["Hond", "Kat"]


def test_dragging_asks_for_the_same_as_the_buttons_and_is_undone_like_them(builder: Builder) -> None:
    builder.do("add_page", title="Later")
    assert builder.do("move", ids="breed", place="before:dog").status_code == 303
    assert builder.ids() == ["breed", "dog"]
    assert builder.client.post(
        f"{builder.path}/wijzig", data={"do": "move", "ids": ["dog", "breed"], "place": "begin:page:later", "revision": builder.revision}
    ).status_code == 303  # fmt: skip
    assert [len(page["fields"]) for page in builder.body["pages"]] == [0, 2]
    assert builder.do("move_page", key="later", place="before:first").status_code == 303
    assert [page["key"] for page in builder.body["pages"]] == ["later", "first"]
    for _time in range(3):
        builder.do("", to="ongedaan")
    assert builder.ids() == ["dog", "breed"]
    for place in ("before:none", "begin:page:none", "begin:", "before:", "after:\0"):
        assert builder.do("move", ids="dog", place=place).status_code == 404, place
    assert builder.do("move_page", key="first", place="after:none").status_code == 404


def test_every_kind_of_the_engine_can_be_added_and_shown(builder: Builder) -> None:
    page = builder.page()
    kinds = [str(option["value"]) for option in page.select("#nieuw-soort option")]
    assert len(kinds) >= 13
    for kind in kinds:
        answer = builder.do("add_question", label=f"Vraag {kind}", kind=kind, place="page:first")
        assert answer.status_code == 303, kind
        shown = builder.client.get(answer.location)
        assert shown.status_code == 200, kind
        preview = builder.client.get(f"{builder.path}/voorbeeld")
        assert preview.status_code == 200, kind


def test_a_property_is_saved_with_who_and_when_and_can_be_undone_after_a_reload(builder: Builder) -> None:
    assert builder.do("set", target="field:dog", label="Heeft u een hond?", **{"has-label": "1"}).status_code == 303
    page = builder.page()
    assert "Bewaard op" in page.select_one("#stand").get_text()  # type: ignore[union-attr]
    builder.do("", to="ongedaan")
    assert builder.body["pages"][0]["fields"][0]["label"] == {"nl": "DOG"}
    builder.do("", to="opnieuw")
    assert builder.body["pages"][0]["fields"][0]["label"] == {"nl": "Heeft u een hond?"}


def test_an_empty_question_is_refused_at_its_field_and_keeps_what_was_typed(builder: Builder) -> None:
    answer = builder.do(
        "set", target="field:dog", label="", hint="Ook een kleine", **{"has-label": "1", "has-hint": "1"}
    )
    assert answer.status_code == 422 and "Ook een kleine" in answer.text
    assert builder.revision == 0


def test_a_condition_is_clicked_line_by_line_and_read_back_as_a_sentence(builder: Builder) -> None:
    given = {"target": "field:breed", "name": "show_if", "join": "and"}
    first = builder.do("", to="voorwaarde", knop="line:", **given)
    assert first.status_code == 200 and builder.revision == 0
    line = {"line-0-field": "dog", "line-0-op": "==", "line-0-value": "", "line-0-group": "", "line-0-rows": "any"}
    half = builder.do("", to="voorwaarde", **given, **line)
    assert half.status_code == 200 and "Kies een antwoord" in half.text and builder.revision == 0
    builder.do("", to="voorwaarde", **given, **(line | {"line-0-value": "yes"}))
    assert builder.body["pages"][0]["fields"][1]["show_if"] == {"==": [{"var": "dog"}, True]}
    assert "Alleen als ‘DOG’ is Ja." in builder.page("?kies=field:breed").get_text()


def test_a_condition_that_cannot_be_clicked_is_shown_as_its_sentence_and_left_alone(
    app: Flask, admin: Actor, client_for: ClientFor
) -> None:
    tree = {">=": [{"length": [{"var": "breed"}]}, 3]}
    with apart(app, admin) as uow:
        body = make_body(make_field(id="breed"), make_field(id="more", show_if=tree))
        builder = Builder(app, client_for(admin), services.start_new(uow, body).id)
    page = builder.page("?kies=field:more").get_text()
    assert "te ingewikkeld om te klikken" in page and "de lengte van" in page
    builder.do("set", target="field:more", label="Anders", **{"has-label": "1"})
    assert builder.body["pages"][0]["fields"][1]["show_if"] == tree
    builder.do("", to="voorwaarde", target="field:more", name="show_if", knop="weg")
    assert "show_if" not in builder.body["pages"][0]["fields"][1]


def test_a_question_that_others_speak_of_goes_only_with_their_conditions(builder: Builder) -> None:
    line = {"line-0-field": "dog", "line-0-op": "==", "line-0-value": "yes", "line-0-group": "", "line-0-rows": "any"}
    builder.do("", to="voorwaarde", target="field:breed", name="show_if", join="and", **line)
    answer = builder.do("delete", ids="dog")
    assert answer.status_code == 409 and "BREED" in answer.text
    assert builder.ids() == ["dog", "breed"]
    assert builder.do("delete", ids="dog", conditions="1").status_code == 303
    assert builder.ids() == ["breed"] and "show_if" not in builder.body["pages"][0]["fields"][0]


def test_the_preview_follows_the_logic_says_why_and_keeps_nothing(builder: Builder) -> None:
    line = {"line-0-field": "dog", "line-0-op": "==", "line-0-value": "yes", "line-0-group": "", "line-0-rows": "any"}
    builder.do("", to="voorwaarde", target="field:breed", name="show_if", join="and", **line)
    revision = builder.revision
    page = builder.page("/voorbeeld")
    assert "‘DOG’ is nu: niet ingevuld" in re.sub(r"\s+", " ", page.select_one(".waarom").get_text())  # type: ignore[union-attr]
    answer = builder.client.post(
        f"{builder.path}/voorbeeld", data={"pagina": "first", "dog": "yes", "dog__asked": "1", "staat": "{}"}
    )
    shown = BeautifulSoup(answer.data, "html.parser")
    assert not shown.select_one("[data-vraag=breed]").has_attr("hidden")  # type: ignore[union-attr]
    assert builder.revision == revision


@pytest.mark.parametrize(
    "state", ["[", "[]", "null", '{"x": 1}', '{"dog": {"a": []}}', "{" * 5000, '{"dog":' + "[" * 3000, "9" * 300_000]
)
def test_the_preview_shrugs_at_a_broken_state(builder: Builder, state: str) -> None:
    answer = builder.client.post(
        f"{builder.path}/voorbeeld", data={"staat": state, "rol": "x", "taal": "xx", "pagina": "none"}
    )
    assert answer.status_code == 200


def test_a_form_is_published_with_what_changed_and_the_draft_is_closed(builder: Builder) -> None:
    assert "Dit is de eerste versie" in builder.client.get(f"{builder.path}/uitbrengen").text
    assert builder.do("", to="uitbrengen", note="Eerste").status_code == 303
    with apart(builder.app) as uow:
        assert queries.latest(uow.session, uow.actor, "sample").number == 1
    assert builder.client.get(builder.path).status_code == 303
    again = builder.client.post("/bouwen/sample/concept")
    builder = Builder(builder.app, builder.client, uuid.UUID(again.location.split("/concept/")[1].split("?")[0]))
    builder.do("set", target="field:breed", need="optional", **{"has-need": "1"})
    page = builder.client.get(f"{builder.path}/uitbrengen").text
    assert "‘BREED’" in page and "verplicht" in page


def test_a_form_with_problems_is_not_published_and_each_problem_leads_to_its_place(builder: Builder) -> None:
    builder.do("add_page", title="Leeg")
    answer = builder.do("", to="uitbrengen")
    assert answer.status_code == 422
    links = [str(link["href"]) for link in BeautifulSoup(answer.data, "html.parser").select("main ul.takenlijst a")]
    assert any("page%3Aleeg" in link or "page:leeg" in link for link in links)


def test_with_four_eyes_the_author_does_not_publish(builder: Builder, client_for: ClientFor) -> None:
    builder.do("", to="vier-ogen", wanted="1")
    builder.do("set", target="field:breed", need="optional", **{"has-need": "1"})
    assert builder.do("", to="uitbrengen").status_code == 403
    assert colleague(builder, client_for, "bureau_admin").do("", to="uitbrengen").status_code == 303


@pytest.mark.parametrize("role", ["legal", "corporation_staff", "expert", "social_team", "auditor"])
def test_others_do_not_come_near_the_drafts(builder: Builder, client_for: ClientFor, role: str) -> None:
    other = colleague(builder, client_for, role)
    for path in ("", "/voorbeeld", "/uitbrengen", "/geschiedenis"):
        assert other.client.get(builder.path + path).status_code in {403, 404}
    assert other.do("delete", ids="dog").status_code in {403, 404}
    assert attend(other).status_code in {403, 404}


def test_staff_builds_and_does_not_publish(builder: Builder, client_for: ClientFor) -> None:
    staff = colleague(builder, client_for)
    assert staff.do("delete", ids="breed").status_code == 303
    assert staff.do("", to="uitbrengen").status_code == 403


def test_hostile_text_is_text_on_every_page(builder: Builder) -> None:
    builder.do("add_question", label=HOSTILE, kind="one_of", options=f"{HOSTILE}\nB", place="page:first")
    builder.do("set", target="page:first", title=HOSTILE, **{"has-title": "1"})
    builder.do("set", target="form", title=HOSTILE, **{"has-title": "1"})
    last = builder.ids()[-1]
    for path in ("", f"?kies=field:{last}", "?kies=page:first", "/voorbeeld", "/uitbrengen", "/geschiedenis"):
        answer = builder.client.get(builder.path + path)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text and "<img src=x" not in answer.text, path
    assert "<script>alert" not in builder.client.get("/bouwen").text


@pytest.mark.parametrize("given", [
    {"do": ""}, {"do": "fly"}, {"do": "set"}, {"do": "set", "target": "forms", "has-title": "1"}, {"do": "delete"}, {"do": "move", "ids": "none"}, {"do": "set", "target": "field:none"},
    {"do": "set", "target": "form", "has-locales": "1", "locales": "xxx; ../"}, {"do": "step", "id": "\0"}, {"do": "add_page", "title": " "},
    {"do": "add_question", "label": "a\0b", "kind": "short_text"}, {"do": "add_question", "label": "x" * 5000, "kind": "nothing"},
    {"do": "set", "target": "form", "has-instrument": "1", "instrument": "[" * 50_000}, {"do": "set", "target": "page:none", "has-title": "1"},
    {"do": "set", "target": "field:breed", "has-default": "1", "default": '"a\\u0000b"'},
    {"do": "set", "target": "field:breed", "has-default": "1", "default": '"a\\ud800b"'},
    {"do": "set", "target": "field:breed", "has-default": "1", "default": "[NaN, 1e999]"},
    {"do": "set", "target": "field:dog", "has-default": "1", "default": "\u202e", "has-prefill": "1", "prefill": "nowhere"},
])  # fmt: skip
def test_bad_input_gets_a_clear_answer_and_changes_nothing(builder: Builder, given: dict[str, str]) -> None:
    answer = builder.client.post(f"{builder.path}/wijzig", data=given | {"revision": "0"})
    assert answer.status_code in {404, 409, 422}
    assert builder.revision == 0 and forms.load(builder.body)


def test_the_same_button_twice_does_it_once(builder: Builder) -> None:
    given = {"do": "add_question", "label": "Nieuw", "kind": "short_text", "revision": "0"}
    assert builder.client.post(f"{builder.path}/wijzig", data=given).status_code == 303
    assert builder.client.post(f"{builder.path}/wijzig", data=given).status_code == 409
    assert len(builder.ids()) == 3


def test_a_constraint_needs_a_message_and_is_kept_with_it(builder: Builder) -> None:
    given = {"target": "field:breed", "name": "constraints.0", "join": "and", "line-0-field": "breed", "line-0-op": "!=",
             "line-0-value": "wolf", "line-0-group": "", "line-0-rows": "any"}  # fmt: skip
    assert builder.do("", to="voorwaarde", **given).status_code == 200 and builder.revision == 0
    assert builder.do("", to="voorwaarde", message="Een wolf mag niet", **given).status_code == 303
    field = builder.body["pages"][0]["fields"][1]
    assert field["constraints"] == [
        {"test": {"!=": [{"var": "breed"}, "wolf"]}, "message": {"nl": "Een wolf mag niet"}}
    ]
    shown = builder.client.post(
        f"{builder.path}/voorbeeld", data={"pagina": "first", "breed": "wolf", "breed__asked": "1"}
    )
    assert "Een wolf mag niet" in shown.text
    builder.do("", to="voorwaarde", target="field:breed", name="constraints.0", knop="weg")
    assert "constraints" not in builder.body["pages"][0]["fields"][1]


def test_a_block_is_made_of_chosen_questions_and_used_in_another_form(
    builder: Builder, app: Flask, admin: Actor
) -> None:
    assert builder.do("", to="blok/maken", name="").status_code == 422
    assert (
        builder.client.post(f"{builder.path}/blok/maken", data={"name": "Hond", "ids": ["dog", "breed"]}).status_code
        == 303
    )
    assert builder.do("", to="blok/maken", name="Hond", ids="dog").status_code == 422
    with apart(app, admin) as uow:
        block_id = queries.blocks(uow.session, uow.actor)[0].id
        other = Builder(app, builder.client, services.start_new(uow, make_body(make_field(id="dog"))).id)
    assert other.do("", to="blok", block=str(block_id), place="page:first").status_code == 303
    assert other.ids() == ["dog", "dog_2", "breed"]
    assert (
        "Gebruikt in: Voorbeeld" in BeautifulSoup(builder.client.get("/bouwen/blokken").data, "html.parser").get_text()
    )
    other.do("", to="ongedaan")
    assert other.ids() == ["dog"]
    assert builder.client.post(f"/bouwen/blokken/{block_id}/weg").status_code == 303
    assert builder.do("", to="blok", block=str(block_id), place="page:first").status_code == 404
    assert builder.do("", to="blok", block="x", place="page:first").status_code == 404


def test_publishing_says_how_many_are_still_busy_with_an_earlier_version(builder: Builder) -> None:
    builder.do("", to="uitbrengen")
    with apart(builder.app) as uow:
        town = make_town(uow)
        case = make_case(uow, town, expert=True)
        submissions.start(uow, case.id, "sample", tenant_of(uow, case.id))
    again = builder.client.post("/bouwen/sample/concept")
    page = builder.client.get(again.location.split("?")[0] + "/uitbrengen").text
    assert "versie 1: 1 nog niet vastgesteld" in page


def test_hard_words_for_tenants_are_a_warning_and_no_obstacle(builder: Builder) -> None:
    builder.do("set", target="field:dog", label="Heeft u, betreffende de onderhavige huurovereenkomst, kennisgenomen van de voorwaarden?",
               **{"has-label": "1"})  # fmt: skip
    page = builder.client.get(f"{builder.path}/uitbrengen").text
    assert "Moeilijk voor huurders" in page and "betreffende" in page and "Breng uit" in page
    builder.do("set", target="form", audience="expert", **{"has-audience": "1"})
    assert "Moeilijk voor huurders" not in builder.client.get(f"{builder.path}/uitbrengen").text


def test_one_click_mends_a_problem_and_can_be_undone(builder: Builder) -> None:
    dangling = {"answered": [{"var": "gone"}]}
    with apart(builder.app) as uow:
        change = {"do": "set", "target": "field:breed", "values": {"show_if": dangling}}
        services.change(uow, builder.draft_id, builder.revision, change)
    button = builder.page().select_one('#punten input[name="code"]')
    assert button is not None
    given = {one["name"]: one["value"] for one in button.find_parent("form").select("input[name]")}  # type: ignore[union-attr]
    assert builder.client.post(f"{builder.path}/wijzig", data=given).status_code == 303
    assert "show_if" not in builder.body["pages"][0]["fields"][1]
    assert "Hersteld: haal de verwijzing weg" in builder.client.get(f"{builder.path}/geschiedenis").text
    assert builder.do("", to="ongedaan").status_code == 303
    assert builder.body["pages"][0]["fields"][1]["show_if"] == dangling
    assert builder.do("mend", code="x", target="form").status_code == 422
    assert builder.do("mend", code="empty_range", target="field:nowhere").status_code == 404


def test_a_form_of_five_hundred_questions_is_still_quick_to_change(
    app: Flask, admin: Actor, client_for: ClientFor
) -> None:
    body = make_body(*(make_field("yes_no", f"q{n}") for n in range(170)))
    for number in (1, 2):
        asked = [make_field(id=f"r{number}_{n}", show_if={"==": [{"var": f"q{n}"}, True]}) for n in range(165)]
        body["pages"].append({"key": f"p{number}", "title": {"nl": "Meer"}, "fields": asked})
    with apart(app, admin) as uow:
        builder = Builder(app, client_for(admin), services.start_new(uow, body).id)
    took = []
    for label in ("Een", "Twee", "Drie"):
        began = time.process_time()
        answer = builder.client.post(
            f"{builder.path}/wijzig",
            data={"do": "set", "target": "field:r1_3", "has-label": "1", "label": label, "revision": len(took)}, follow_redirects=True,
        )  # fmt: skip
        took.append(time.process_time() - began)
        assert answer.status_code == 200 and label in answer.text
    assert min(took) < 0.3, took
