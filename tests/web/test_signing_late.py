"""What is late, old, doubled or somebody else's: said in plain words, and nothing is lost."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from portal.agreements.models import AgreementVersion
from portal.agreements.rules import VersionState
from portal.cases.models import Case
from portal.cases.rules import CaseState
from portal.core.jobs import Job
from portal.core.outbox import Message
from portal.core.uow import OneTimeKey
from portal.signatures import queries, services
from portal.signatures.models import (
    ClauseReading,
    Question,
    Signature,
    SigningInvitation,
    SigningRefusal,
    TenantSession,
)
from portal.signatures.rules.states import Role
from tests.builders.signatures import CODE, House, enter, make_ceremony, signer, words
from tests.conftest import Work

DOMAIN = (ClauseReading, Question, Signature, SigningRefusal, Message, Job)


def counts(work: Work) -> dict[str, int]:
    with work() as uow:
        return {table.__name__: len(list(uow.session.scalars(sa.select(table.id)))) for table in DOMAIN}


@pytest.fixture
def house(client: FlaskClient, work: Work) -> House:
    return House(client, work)


def test_an_expired_link_tells_what_to_do_and_keeps_the_answers(house: House) -> None:
    _made, token, _id = house.inside()
    house.client.post("/t/afspraak/1", data=house.hidden("/t/afspraak/1") | {"answer": "understood"})
    with house.work() as uow:
        uow.session.scalars(sa.select(SigningInvitation)).one().expires_at = uow.now
    for answer in (house.client.post(f"/t/{token}"), house.client.post(f"/t/{token}/code", data={"code": CODE})):
        assert answer.status_code == 410
        assert "Uw antwoorden zijn bewaard." in words(answer)
    with house.work() as uow:
        assert len(list(uow.session.scalars(sa.select(ClauseReading)))) == 1


def test_after_ten_codes_the_link_is_locked_and_a_person_helps(house: House) -> None:
    _made, token, _id = house.letter()
    with house.work() as uow:
        link = uow.session.scalars(sa.select(SigningInvitation)).one()
        link.sends = 10
    answer = house.client.post(f"/t/{token}")
    assert answer.status_code == 410
    assert "Deze link is op slot" in words(answer)
    assert "Bel 088" in words(answer)


def test_one_number_gets_thirty_codes_a_day_at_most(house: House) -> None:
    _made, token, _id = house.letter()
    answers = []
    for _time in range(31):
        answers.append(house.client.post(f"/t/{token}").status_code)
        with house.work() as uow:
            link = uow.session.scalars(sa.select(SigningInvitation)).one()
            link.sends = 1
    assert answers == [303] * 30 + [429]


def test_a_form_sent_twice_is_done_once(house: House) -> None:
    house.inside()
    data = house.hidden("/t/vraag") | {"text": "Geldt dit ook op zondag?", "wants": "text"}
    places = [house.client.post("/t/vraag", data=data).headers["Location"] for _time in range(3)]
    assert len(set(places)) == 1
    with house.work() as uow:
        assert len(list(uow.session.scalars(sa.select(Question)))) == 1
        assert len(list(uow.session.scalars(sa.select(OneTimeKey.key)))) >= 1


def test_an_unknown_clause_is_not_there(house: House) -> None:
    house.inside()
    data = house.hidden("/t/afspraak/1")
    for number in ("99", "0", "-1", "eerste", "1" * 400):
        for path in (f"/t/afspraak/{number}", f"/t/niet-eens/{number}"):
            assert house.client.get(path).status_code == 404
            assert house.client.post(path, data=data | {"answer": "understood", "text": "x"}).status_code == 404


@pytest.mark.parametrize(
    "state", [VersionState.SUPERSEDED, VersionState.WITHDRAWN, VersionState.REFUSED, VersionState.ENDED]
)
def test_a_version_that_is_over_takes_nothing_more(house: House, state: VersionState) -> None:
    made, _token, _id = house.inside(read=True)
    forms = {
        "/t/tekenen": house.hidden("/t/tekenen") | {"name": "J. van 't Zandt"},
        "/t/afspraak/1": house.hidden("/t/afspraak/1") | {"answer": "understood"},
        "/t/vraag": house.hidden("/t/vraag") | {"text": "Nog een vraag", "wants": "text"},
        "/t/weigeren": house.hidden("/t/weigeren"),
    }
    with house.work() as uow:
        uow.get(AgreementVersion, made.version_id).state = state
    before = counts(house.work)
    for path, data in forms.items():
        answer = house.client.post(path, data=data)
        assert answer.status_code == 409, path
        assert "Er is niets verloren gegaan" in words(answer)
    assert counts(house.work) == before


def test_an_old_text_cannot_be_signed(house: House) -> None:
    house.inside(read=True)
    answer = house.client.post("/t/tekenen", data=house.hidden("/t/tekenen") | {"name": "Jurriën", "digest": "0" * 64})
    assert answer.status_code == 409
    assert "De tekst is intussen veranderd" in words(answer)


def test_the_cookie_of_a_session_that_was_ended_opens_nothing(house: House) -> None:
    house.inside()
    data = house.hidden("/t/vraag") | {"text": "Vraag", "wants": "text"}
    with house.work() as uow:
        entry = uow.session.scalars(sa.select(TenantSession)).one()
        services.leave(uow, entry.id)
    assert house.client.post("/t/vraag", data=data).status_code == 403


@pytest.mark.parametrize("value", ["", "x", "x" * 3_900, "é\u202e", "0" * 43])
def test_a_made_up_cookie_opens_nothing(client: FlaskClient, value: str) -> None:
    client.set_cookie("brief", value, path="/t")
    assert client.get("/t/").status_code == 403


def test_a_form_without_its_forgery_token_is_refused(app: Flask, house: House) -> None:
    _made, token, _id = house.letter()
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = house.client.post(f"/t/{token}")
        assert answer.status_code == 400
        assert "Ga terug" in words(answer)
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    with house.work() as uow:
        assert uow.session.scalars(sa.select(SigningInvitation)).one().sends == 0


def test_reading_times_that_were_tampered_with_are_not_believed(house: House) -> None:
    house.inside()
    for shown in ("", "x", "2026-01-01T00:00:00", "é" * 400):
        data = house.hidden("/t/afspraak/1") | {"answer": "understood", "shown": shown}
        assert house.client.post("/t/afspraak/1", data=data).status_code == 303
    with house.work() as uow:
        assert set(uow.session.scalars(sa.select(ClauseReading.seconds))) == {None}


def test_two_people_on_one_phone_do_not_answer_for_each_other(client: FlaskClient, work: Work) -> None:
    house = House(client, work)
    house.inside()
    mine = house.hidden("/t/afspraak/1")
    with work() as uow:
        made = make_ceremony(uow)
        services.invite(uow, made.version_id)
        row = signer(uow, made, Role.TENANT)
        enter(uow, row)
        link = queries.live_invitations(uow.session, row.id)[0]
        services.invite_again(uow, row.id)
        assert link.ended_at is not None
    other, _token, _id = house.inside()
    assert client.post("/t/afspraak/1", data=mine | {"answer": "not_agreed"}).status_code == 409
    with work() as uow:
        assert queries.latest_answers(uow.session, signer(uow, other, Role.TENANT).id) == {}


def test_in_a_case_that_was_closed_nothing_is_signed_any_more(house: House) -> None:
    made, _token, signatory_id = house.inside(read=True)
    fields = house.hidden("/t/tekenen", "form[data-signing]") | {"name": "J. van 't Zandt"}
    with house.work() as uow:
        uow.get(Case, made.case_id).state = CaseState.STOPPED
    for path, sent in (
        ("/t/tekenen", fields), ("/t/vraag", fields | {"text": "Mag dit?", "wants": "text"}),
        ("/t/afspraak/1", fields | {"answer": "understood"}), ("/t/weigeren", fields),
    ):  # fmt: skip
        answer = house.client.post(path, data={key: text for key, text in sent.items() if key != "_once"})
        assert answer.status_code == 409
        assert "Deze zaak is gesloten." in words(answer)
    assert "hoeft u niet te tekenen" in words(house.client.get("/t/"))
    with house.work() as uow:
        assert queries.signature_of(uow.session, signatory_id) is None
