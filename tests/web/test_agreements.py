"""The composer in the browser's eyes: draft, sections, clauses, checks, versions; usable without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from portal.agreements import queries, services
from portal.core.policy import SYSTEM, Actor
from tests.builders.agreements import make_version
from tests.builders.cases import incident_facts, make_case, make_town
from tests.builders.clauses import make_library, release_like
from tests.conftest import Work
from tests.web.composing import Place, fields, main_form, soup, words

pytestmark = pytest.mark.usefixtures("session")
ClientFor = Callable[[Actor], FlaskClient]


def test_staff_begin_the_agreement_of_a_case(client_for: ClientFor, work: Work) -> None:
    with work() as uow:
        town = make_town(uow)
        make_library(uow)
        case_id = make_case(uow, town, expert=True).id
    client = client_for(town.staff)
    assert "Nog geen afspraken in deze zaak." in words(client.get(f"/afspraken/zaak/{case_id}"))
    answer = client.post(f"/afspraken/zaak/{case_id}/beginnen")
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
    assert "Versie 1 samenstellen" in words(page)
    assert "De reactie van de huurder ontbreekt" in words(page)


@pytest.mark.parametrize("number", [3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15])
def test_a_section_saved_as_it_is_changes_nothing(client_for: ClientFor, work: Work, place: Place, number: int) -> None:
    client, path = client_for(place.town.staff), f"{place.concept}/hoofdstuk/{number}"
    with work() as uow:
        before = queries.draft_of(uow.session, SYSTEM, place.agreement_id).content  # type: ignore[union-attr]
    answer = client.post(path, data=main_form(client.get(path)))
    assert answer.status_code == 303, words(answer)[:2000]
    with work() as uow:
        assert queries.draft_of(uow.session, SYSTEM, place.agreement_id).content == before  # type: ignore[union-attr]


@pytest.mark.parametrize("number", [0, 1, 2, 6, 16, 17, 999])
def test_a_section_without_a_form_is_no_page(client_for: ClientFor, place: Place, number: int) -> None:
    assert client_for(place.town.staff).get(f"{place.concept}/hoofdstuk/{number}").status_code == 404


def test_the_tenants_answer_is_written_down(client_for: ClientFor, place: Place) -> None:
    client, path = client_for(place.town.staff), f"{place.concept}/hoofdstuk/4"
    form = main_form(client.get(path)) | {"responses-0-text": "Ik hoor het zelf niet.", "responses-0-on": "2026-02-05"}
    assert client.post(path, data=form).status_code == 303
    assert "Ik hoor het zelf niet." in words(client.get(place.concept))


def test_incidents_are_chosen_and_their_words_cleaned_of_names(client_for: ClientFor, work: Work) -> None:
    with work() as uow:
        from portal.cases import services as cases

        town = make_town(uow)
        make_library(uow)
        case = make_case(uow, town, expert=True)
        cases.log_incident(uow, case.id, incident_facts(uow, facts="Basdreun, gehoord door Truus van 14."))
        agreement = services.draft(uow, case.id)
        here = Place(town, agreement.id, case.id)
    client, path = client_for(here.town.staff), f"{here.concept}/hoofdstuk/3"
    form = main_form(client.get(path))
    assert form["incidents-0-facts"] == "Basdreun, gehoord door Truus van 14."
    client.post(
        path, data=form | {"incidents-0-facts": "Basdreun, te horen in twee woningen.", "incidents-0-number": "1"}
    )
    assert "Truus" not in words(client.get(here.concept))
    client.post(path, data={k: v for k, v in main_form(client.get(path)).items() if not k.endswith("include")})
    assert "Basdreun" not in words(client.get(here.concept))


def test_a_clause_is_put_in_changed_moved_and_taken_out(client_for: ClientFor, place: Place) -> None:
    client = client_for(place.town.staff)
    for code in ("V1", "V3"):
        path = f"{place.concept}/afspraak/{code}/nieuw"
        assert client.post(path, data=main_form(client.get(path))).status_code == 303
    path = f"{place.concept}/afspraak/1"
    assert client.post(path, data=main_form(client.get(path)) | {"p_from": "23:00"}).status_code == 303
    page = client.get(place.concept)
    assert "tussen 23.00 uur en 07.00 uur" in words(page)
    moved = client.post(f"{path}/verplaats", data=fields(page, "afspraak/1/verplaats"))
    assert moved.status_code == 303
    assert words(client.get(place.concept)).index("Schreeuwen") < words(client.get(place.concept)).index("23.00")
    client.post(f"{place.concept}/afspraak/2/weg", data=fields(client.get(place.concept), "afspraak/2/weg"))
    assert "23.00" not in words(client.get(place.concept))


def test_a_wrong_value_is_told_at_its_field_and_kept(client_for: ClientFor, place: Place) -> None:
    client, path = client_for(place.town.staff), f"{place.concept}/afspraak/V1/nieuw"
    answer = client.post(path, data=main_form(client.get(path)) | {"p_from": "laat in de avond"})
    assert answer.status_code == 422
    assert "Vul een tijd in, bijvoorbeeld 22.00." in words(answer)
    assert 'value="laat in de avond"' in answer.text
    assert soup(answer).select("[aria-invalid=true]")


def test_content_that_may_not_be_agreed_is_refused_with_the_reason(client_for: ClientFor, place: Place) -> None:
    client, path = client_for(place.town.staff), f"{place.concept}/afspraak/G9/nieuw"
    form = main_form(client.get(path)) | {"p_training": "trouw medicijnen slikken", "p_date": "2027-01-01"}
    answer = client.post(path, data=form)
    assert answer.status_code == 422
    assert "Dat hoort bij de Wvggz" in words(answer)


def test_an_unknown_clause_is_not_found(client_for: ClientFor, place: Place) -> None:
    client = client_for(place.town.staff)
    assert client.get(f"{place.concept}/afspraak/V99/nieuw").status_code == 404
    assert client.post(f"{place.concept}/afspraak/V99/nieuw", data={}).status_code == 404
    assert client.get(f"{place.concept}/afspraak/7").status_code == 404


def test_a_stale_form_overwrites_nothing_and_keeps_what_was_typed(
    client_for: ClientFor, work: Work, place: Place
) -> None:
    client, path = client_for(place.town.staff), f"{place.concept}/hoofdstuk/5"
    old = main_form(client.get(path))
    with work() as uow:
        services.edit(uow, place.agreement_id, change={"months": 6})
    answer = client.post(path, data=old | {"purpose": "Mijn nieuwe doel."})
    assert answer.status_code == 409
    assert "Iemand anders heeft dit intussen gewijzigd" in words(answer)
    assert "Mijn nieuwe doel." in answer.text
    assert client.post(path, data=main_form(answer)).status_code == 303


@pytest.mark.parametrize(
    "form",
    [
        {"incidents-0-number": "٣", "incidents-0-include": "y"},
        {"incidents-0-number": "9" * 400, "incidents-0-include": "y"},
        {"incidents-999999999999-number": "1", "incidents-999999999999-include": "y"},
        {"summary": "\u202egnip\x00\x07" * 50},
        {"summary": "x" * 20_000},
        {"warnings-0-on": "31-2-2026", "warnings-0-text": "x"},
        {"version": "veel", "summary": "x"},
        {"version": "-1"},
    ],
)
def test_hostile_fields_get_an_answer_and_break_nothing(
    client_for: ClientFor, place: Place, form: dict[str, str]
) -> None:
    client, path = client_for(place.town.staff), f"{place.concept}/hoofdstuk/3"
    answer = client.post(path, data=main_form(client.get(path)) | form)
    assert answer.status_code in {303, 409, 422}
    assert client.get(place.concept).status_code == 200


@pytest.mark.parametrize("who", ["expert", "auditor"])
def test_who_does_not_write_sees_no_concept(client_for: ClientFor, place: Place, who: str) -> None:
    client = client_for(place.town.everybody()[who])
    for path in ("", "/hoofdstuk/4", "/pdf", "/versturen", "/afspraak/V1/nieuw"):
        assert client.get(place.concept + path).status_code in {403, 404}


def test_the_landlord_reads_the_concept_but_finds_no_way_to_change_it(client_for: ClientFor, place: Place) -> None:
    client = client_for(place.town.landlord)
    page = client.get(place.concept)
    assert page.status_code == 200
    assert not [f for f in soup(page).find_all("form", method="post") if "/concept/" in str(f.get("action"))]
    assert client.post(f"{place.concept}/hoofdstuk/5", data={}).status_code == 403


def test_a_stranger_finds_neither_draft_nor_version(client_for: ClientFor, work: Work, place: Place) -> None:
    with work() as uow:
        elsewhere = make_town(uow, "Elders")
        version_id = make_version(uow, queries.agreement(uow.session, SYSTEM, place.agreement_id)).id
    client = client_for(elsewhere.landlord)
    for path in (f"/afspraken/versies/{version_id}", f"/afspraken/versies/{version_id}/pdf",
                 f"/afspraken/versies/{version_id}/verschil", f"/afspraken/zaak/{place.case_id}", place.concept):  # fmt: skip
        assert client.get(path).status_code == 404


def test_the_library_shows_each_clause_with_its_plain_words(client_for: ClientFor, place: Place) -> None:
    client = client_for(place.town.expert)
    assert "30 clausules" in words(client.get("/clausules/"))
    assert "1 clausule" in words(client.get("/clausules/?q=camera"))
    page = words(client.get("/clausules/V1"))
    assert "tussen 22.00 uur en 07.00 uur" in page
    assert "goed te lezen" in page
    assert client.get("/clausules/V99").status_code == 404
    assert "nog in geen overeenkomst" in words(client.get("/afspraken/clausule/V1"))


def test_a_letter_is_looked_at_and_then_filed(client_for: ClientFor, place: Place) -> None:
    client = client_for(place.town.staff)
    base = f"/afspraken/zaak/{place.case_id}/brieven"
    assert "Uitnodiging voor een gesprek" in words(client.get(base))
    assert client.get(f"{base}/onzin").status_code == 404
    sent = {"day": "2027-01-14", "time": "14:30", "place": "het wijkcentrum", "own": "<b>Tot dan</b>"}
    assert client.post(f"{base}/invitation", data=sent | {"day": "gisteren"}).status_code == 422
    look = client.post(f"{base}/invitation", data=sent | {"doen": "bekijk"})
    assert look.status_code == 200 and "data:image/png;base64," in look.text and "<b>Tot dan" not in look.text
    made = client.post(f"{base}/invitation", data=sent | {"doen": "maak"})
    assert made.status_code == 303
    assert "Uitnodiging voor een gesprek op 14 januari 2027" in words(client.get(made.headers["Location"]))
    assert client_for(place.town.expert).get(base).status_code == 403


def test_the_draft_is_looked_at_as_pictures_with_and_without_script(
    client_for: ClientFor, work: Work, place: Place
) -> None:
    client = client_for(place.town.staff)
    whole = client.get(f"{place.concept}/voorbeeld")
    piece = client.get(f"{place.concept}/voorbeeld", headers={"HX-Request": "true"})
    assert "<html" in whole.text and "<html" not in piece.text
    assert all("data:image/png;base64," in answer.text and "Stand " in answer.text for answer in (whole, piece))
    assert f'hx-get="{place.concept}/voorbeeld"' in client.get(place.concept).text


def test_a_case_begins_with_the_chosen_template(client_for: ClientFor, work: Work, place: Place) -> None:
    with work() as uow:
        case_id = make_case(uow, place.town, expert=True).id
    client = client_for(place.town.staff)
    assert "Laatste-kansovereenkomst" in words(client.get(f"/afspraken/zaak/{case_id}"))
    assert client.post(f"/afspraken/zaak/{case_id}/beginnen", data={"template": "../x"}).status_code == 422
    made = client.post(f"/afspraken/zaak/{case_id}/beginnen", data={"template": "last_chance"})
    assert made.status_code == 303
    assert "laatste kans" in words(client.get(made.headers["Location"]))


def test_what_changed_in_the_draft_is_said_in_words_and_side_by_side(
    client_for: ClientFor, work: Work, place: Place
) -> None:
    with work() as uow:
        make_version(uow, queries.agreement(uow.session, SYSTEM, place.agreement_id))
        services.amend(uow, place.agreement_id)
        services.put_clause(uow, place.agreement_id, "V1", {"from": "21:00"}, place=1)
    page = client_for(place.town.staff).get(f"{place.concept}/verschil")
    assert "Anders: afspraak 1" in words(page)
    assert "<del>22.00</del>" in page.text and "<ins>21.00</ins>" in page.text


def test_a_newer_text_is_offered_for_comparison_and_never_slips_in(
    client_for: ClientFor, work: Work, place: Place
) -> None:
    with work() as uow:
        services.put_clause(uow, place.agreement_id, "V1")
        release_like(uow, "V1", plain={"nl": "Na {from} bent u stil. Dat geldt tot {until}."})
    client, path = client_for(place.town.staff), f"{place.concept}/afspraak/1"
    assert "nieuwere tekst beschikbaar" in words(client.get(place.concept))
    page = client.get(path)
    assert "Nieuwere tekst beschikbaar" in words(page) and "<ins>" in page.text
    form = soup(page).select_one("form:has(#p_from)")
    assert form is not None
    answers = {"version": str(form.select("[name=version]")[0]["value"]), "p_from": "21:30", "p_until": "07:00"}
    assert client.post(path, data=answers).status_code == 303
    assert "bent u stil" not in words(client.get(place.concept))
    taken = client.post(f"{path}/nieuwste", data=fields(client.get(path), "/nieuwste"))
    assert taken.status_code == 303
    page = client.get(place.concept)
    assert "Na 21.30 uur bent u stil" in words(page) and "nieuwere tekst beschikbaar" not in words(page)
    assert client.post(f"{path}/nieuwste", data=answers).status_code == 409
    assert client.post(f"{place.concept}/afspraak/7/nieuwste", data=answers).status_code == 404


