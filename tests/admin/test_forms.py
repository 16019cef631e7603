"""Creating, changing and acting in the administration."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.models import Membership, Organisation, User
from portal.accounts.rules import OrganisationKind
from portal.core.audit import AuditRow, payload_of
from portal.core.jobs import Job, JobState
from portal.core.policy import Actor
from portal.parties.models import Person
from tests.builders.cases import Town, make_organisation
from tests.builders.parties import make_person
from tests.conftest import Statements, Work

ClientFor = Callable[[Actor], FlaskClient]


def fields(page: str) -> dict[str, str]:
    """Return what a browser would send of the page's main form."""
    form = next(f for f in BeautifulSoup(page, "html.parser").select("main form") if f.select_one("[name=_once]"))
    found = {str(e["name"]): str(e.get("value", "")) for e in form.select("input[name]") if e.get("type") != "checkbox"}
    found |= {str(e["name"]): "y" for e in form.select("input[type=checkbox][checked]")}
    for select in form.select("select[name]"):
        chosen = select.select_one("option[selected]") or select.select_one("option")
        found[str(select["name"])] = str(chosen["value"]) if chosen else ""
    return found


@pytest.fixture
def person_id(app: Flask, work: Work, town: Town) -> uuid.UUID:
    with app.app_context(), work() as uow:
        return make_person(uow, town.corporation, surname="Bakker", given_names="Anna").id


def names_of(app: Flask, work: Work, person_id: uuid.UUID) -> tuple[str, str]:
    with app.app_context(), work() as uow:
        person = uow.get(Person, person_id)
        return person.surname, person.phone


def test_an_organisation_is_made_and_recorded(app: Flask, work: Work, client_for: ClientFor, town: Town) -> None:
    client = client_for(town.admin)
    sent = fields(client.get("/beheer/organisaties/nieuw/").text) | {"kind": "corporation", "name": "De Linde"}
    answer = client.post("/beheer/organisaties/nieuw/", data=sent)
    assert answer.status_code == 303
    assert "De Linde" in client.get(answer.location).text
    with app.app_context(), work() as uow:
        made = uow.session.scalars(sa.select(Organisation).where(Organisation.name == "De Linde")).one()
        assert made.kind is OrganisationKind.CORPORATION
        last = uow.session.scalars(sa.select(AuditRow).order_by(AuditRow.seq.desc())).first()
        assert last is not None
        assert (last.name, last.actor_id) == ("organisation.added", town.admin.id)


def test_the_same_form_sent_twice_makes_one_row(app: Flask, work: Work, client_for: ClientFor, town: Town) -> None:
    client = client_for(town.admin)
    sent = fields(client.get("/beheer/organisaties/nieuw/").text) | {"kind": "corporation", "name": "Dubbel"}
    first, second = (client.post("/beheer/organisaties/nieuw/", data=sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    with app.app_context(), work() as uow:
        count = uow.session.scalar(sa.select(sa.func.count()).where(Organisation.name == "Dubbel"))
    assert count == 1


def test_a_refusal_stands_at_its_field_and_what_was_typed_is_kept(client_for: ClientFor, town: Town) -> None:
    client = client_for(town.admin)
    sent = fields(client.get("/beheer/organisaties/nieuw/").text)
    answer = client.post("/beheer/organisaties/nieuw/", data=sent | {"kind": "corporation", "name": "De Es", "kvk": "12"})
    soup = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 422
    assert soup.select_one("#kvk[aria-invalid=true][aria-describedby~=kvk-fout]") is not None
    assert soup.select_one("[role=alert] a[href='#kvk']") is not None
    assert soup.select_one("#name")["value"] == "De Es"  # type: ignore[index]
    assert soup.title is not None
    assert soup.title.get_text().startswith("Fout:")


def test_changing_a_person_goes_through_the_service(
    app: Flask, work: Work, client_for: ClientFor, town: Town, person_id: uuid.UUID
) -> None:  # fmt: skip
    client, url = client_for(town.staff), f"/beheer/personen/wijzig/?id={person_id}"
    answer = client.post(url, data=fields(client.get(url).text) | {"phone": "06 12345678"})
    assert answer.status_code == 303
    assert names_of(app, work, person_id) == ("Bakker", "+31612345678")


def test_whoever_saves_last_on_an_old_version_keeps_the_text_and_is_told_who_was_first(
    app: Flask, work: Work, client_for: ClientFor, town: Town, person_id: uuid.UUID
) -> None:  # fmt: skip
    url = f"/beheer/personen/wijzig/?id={person_id}"
    early, late = client_for(town.staff), client_for(town.landlord)
    opened = fields(late.get(url).text)
    early.post(url, data=fields(early.get(url).text) | {"surname": "Visser"})
    refused = late.post(url, data=opened | {"surname": "Mulder"})
    soup = BeautifulSoup(refused.text, "html.parser")
    assert refused.status_code == 409
    assert "Mila de Wit heeft dit intussen gewijzigd" in refused.text
    assert [c.get_text() for c in soup.select(".melding td")] == ["Visser", "Mulder"]
    assert soup.select_one("#surname")["value"] == "Mulder"  # type: ignore[index]
    assert names_of(app, work, person_id)[0] == "Visser"
    taken = late.post(url, data=fields(refused.text))
    assert taken.status_code == 303
    assert names_of(app, work, person_id)[0] == "Mulder"


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999", "1.5"])
def test_a_version_that_means_nothing_counts_as_old(
    app: Flask, work: Work, client_for: ClientFor, town: Town, person_id: uuid.UUID, version: str
) -> None:  # fmt: skip
    client, url = client_for(town.staff), f"/beheer/personen/wijzig/?id={person_id}"
    answer = client.post(url, data=fields(client.get(url).text) | {"surname": "Mulder", "version": version})
    assert answer.status_code == 409
    assert names_of(app, work, person_id)[0] == "Bakker"


def test_a_number_like_a_citizen_service_number_is_refused(
    app: Flask, work: Work, client_for: ClientFor, town: Town, person_id: uuid.UUID
) -> None:  # fmt: skip
    client, url = client_for(town.staff), f"/beheer/personen/wijzig/?id={person_id}"
    answer = client.post(url, data=fields(client.get(url).text) | {"given_names": "111222333"})
    assert answer.status_code == 422
    assert "burgerservicenummer" in answer.text


def test_a_post_without_a_token_is_refused(app: Flask, client_for: ClientFor, town: Town) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        client = client_for(town.admin)
        for path in ("organisaties/nieuw/", "gebruikers/actie/?id=x", "gebruikers/uitvoer/", "gebruikers/weg/?id=x"):
            assert client.post(f"/beheer/{path}", data={"name": "x"}).status_code == 400, path
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_a_user_is_invited_by_typing_the_name_of_the_organisation(
    app: Flask, work: Work, client_for: ClientFor, town: Town
) -> None:
    """Without JavaScript the words in the field are looked up."""
    client = client_for(town.admin)
    sent = fields(client.get("/beheer/gebruikers/nieuw/").text)
    sent |= {"name": "Nieuwe Collega", "email": "nieuw@voorbeeld.nl", "role": "corporation_staff",
             "organisation": "woningstichting veenrade"}  # fmt: skip
    assert client.post("/beheer/gebruikers/nieuw/", data=sent).status_code == 303
    with app.app_context(), work() as uow:
        user = uow.session.scalars(sa.select(User).where(User.email == "nieuw@voorbeeld.nl")).one()
        given = uow.session.scalars(sa.select(Membership).where(Membership.user_id == user.id)).one()
    assert given.organisation_id == town.corporation


def test_few_rows_behind_a_reference_are_a_select_and_many_a_type_ahead(
    app: Flask, work: Work, client_for: ClientFor, town: Town, statements: Statements
) -> None:
    client = client_for(town.admin)
    assert BeautifulSoup(client.get("/beheer/gebruikers/nieuw/").text, "html.parser").select_one("select#organisation")
    with app.app_context(), work() as uow:
        for number in range(501):
            make_organisation(uow, OrganisationKind.CORPORATION, f"Stichting {number:03}")
    with statements() as found:
        page = client.get("/beheer/gebruikers/nieuw/").text
    assert len(found) <= 4
    box = BeautifulSoup(page, "html.parser").select_one("input#organisation[data-lookup]")
    assert box is not None
    hits = client.get(f"{box['data-lookup']}&q=stichting+049").get_json()
    assert [hit["label"] for hit in hits] == ["Stichting 049"]


def test_the_type_ahead_answers_only_those_who_may_write(client_for: ClientFor, town: Town) -> None:
    assert client_for(town.staff).get("/beheer/gebruikers/zoek/?veld=organisation&q=a").status_code == 403
    assert client_for(town.admin).get("/beheer/gebruikers/zoek/?veld=email&q=a").status_code == 404
    assert client_for(town.admin).get("/beheer/gebruikers/zoek/?veld=Meta").status_code == 404


def test_staff_reads_users_but_changes_none(client_for: ClientFor, town: Town) -> None:
    client = client_for(town.staff)
    page = client.get("/beheer/gebruikers/").text
    assert "nieuw/" not in page
    assert client.get("/beheer/gebruikers/nieuw/").status_code == 403
    assert client.post(f"/beheer/gebruikers/actie/?id={town.legal.id}", data={"act": "disable"}).status_code == 403


def test_an_administrator_shuts_somebody_out(app: Flask, work: Work, client_for: ClientFor, town: Town) -> None:
    client = client_for(town.admin)
    answer = client.post(f"/beheer/gebruikers/actie/?id={town.expert.id}", data={"act": "disable"})
    assert answer.status_code == 303
    with app.app_context(), work() as uow:
        assert town.expert.id is not None
        assert uow.get(User, town.expert.id).active is False


def test_an_act_that_is_refused_says_why(client_for: ClientFor, town: Town) -> None:
    client = client_for(town.admin)
    answer = client.post(f"/beheer/gebruikers/actie/?id={town.admin.id}", data={"act": "disable"}, follow_redirects=True)
    assert BeautifulSoup(answer.text, "html.parser").select_one(".melding.mis[role=alert]") is not None


def test_the_history_of_a_row_says_who_did_what(client_for: ClientFor, town: Town, person_id: uuid.UUID) -> None:
    url = f"/beheer/personen/wijzig/?id={person_id}"
    staff = client_for(town.staff)
    staff.post(url, data=fields(staff.get(url).text) | {"surname": "Visser"})
    page = client_for(town.admin).get(f"/beheer/personen/geschiedenis/?id={person_id}").text
    told = [p.get_text(" ", strip=True) for p in BeautifulSoup(page, "html.parser").select(".tijdlijn p:first-of-type")]
    assert told == ["Persoon gewijzigd · Mila de Wit", "Persoon toegevoegd · het systeem"]
    assert staff.get(f"/beheer/personen/geschiedenis/?id={person_id}").status_code == 403


def test_an_edit_page_costs_at_most_five_statements(
    client_for: ClientFor, town: Town, person_id: uuid.UUID, statements: Statements
) -> None:  # fmt: skip
    client = client_for(town.staff)
    with statements() as found:
        client.get(f"/beheer/personen/wijzig/?id={person_id}")
    assert len(found) <= 4, found


def test_nothing_of_flask_admins_own_scripts_is_served(client_for: ClientFor, town: Town) -> None:
    client = client_for(town.admin)
    for path in ("/beheer/static/vendor/jquery.min.js", "/admin/static/vendor/jquery.min.js", "/static/admin/vendor/jquery.min.js"):
        assert client.get(path).status_code == 404
    page = client.get("/beheer/").text
    soup = BeautifulSoup(page, "html.parser")
    assert not soup.select("script:not([src]), style, [style], [onclick]")
    assert {str(s["src"]).split("?")[0] for s in soup.select("script")} == {"/static/js/portal.js"}


def dead_job(app: Flask, work: Work) -> uuid.UUID:
    with app.app_context(), work() as uow:
        uow.enqueue("outbox.send", key="a-dead-one", message_id=uuid.uuid4())
        uow.session.flush()
        job = uow.session.scalars(sa.select(Job).where(Job.key == "a-dead-one")).one()
        job.state, job.attempts = JobState.DEAD, 6
        return job.id


def test_a_dead_job_is_done_again_with_a_reason_on_record(
    app: Flask, work: Work, client_for: ClientFor, town: Town
) -> None:
    job_id, client = dead_job(app, work), client_for(town.admin)
    assert "Waarom mag deze taak opnieuw?" in client.get(f"/beheer/taken/toon/?id={job_id}").text
    data = {"act": "retry", "reason": "De mailserver doet het weer."}
    assert client.post(f"/beheer/taken/actie/?id={job_id}", data=data).status_code == 303
    with app.app_context(), work() as uow:
        job = uow.get(Job, job_id)
        assert (job.state, job.attempts) == (JobState.WAITING, 0)
        row = uow.session.scalars(sa.select(AuditRow).where(AuditRow.name == "admin.job_retried")).one()
        assert row.actor_id == town.admin.id
        assert payload_of(uow.session, row) == {"reason": "De mailserver doet het weer."}
        assert "mailserver" not in row.body
    assert "Doe opnieuw" not in client.get(f"/beheer/taken/toon/?id={job_id}").text
    again = client.post(f"/beheer/taken/actie/?id={job_id}", data=data, follow_redirects=True)
    assert "komt vanzelf weer aan de beurt" in again.text


def test_a_job_is_not_done_again_without_a_reason_and_what_was_typed_is_kept(
    app: Flask, work: Work, client_for: ClientFor, town: Town
) -> None:
    job_id = dead_job(app, work)
    answer = client_for(town.admin).post(f"/beheer/taken/actie/?id={job_id}", data={"act": "retry", "reason": "zo<"})
    assert answer.status_code == 422
    assert "Schrijf kort op waarom" in answer.text
    assert 'value="zo&lt;"' in answer.text
    with app.app_context(), work() as uow:
        assert uow.get(Job, job_id).state is JobState.DEAD


def test_only_the_administrator_has_a_job_done_again(
    app: Flask, work: Work, client_for: ClientFor, town: Town
) -> None:
    job_id = dead_job(app, work)
    for actor in (town.staff, town.legal, town.landlord):
        answer = client_for(actor).post(
            f"/beheer/taken/actie/?id={job_id}", data={"act": "retry", "reason": "Ik wil het."}
        )
        assert answer.status_code in {403, 404}
