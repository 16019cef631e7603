"""The pages behind a personal link, from scanner to receipt, without JavaScript."""

from __future__ import annotations

import json
import math
import re
import uuid

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.core import blobs
from portal.core.audit import AuditRow
from portal.core.db import Compartment
from portal.signatures import queries, services
from portal.signatures.models import Signatory, Signature, SigningInvitation, TenantSession
from portal.signatures.rules.states import Role, State
from tests.builders.signatures import (
    PDF,
    Ceremony,
    fields_of,
    last_message,
    make_ceremony,
    sign_all,
    signer,
    texts_of,
    token_in,
    words,
)
from tests.conftest import Work


def start(work: Work, **changes: object) -> tuple[Ceremony, str, uuid.UUID]:
    """Invite the tenant of a new ceremony; return the secret of the link too."""
    with work() as uow:
        made = make_ceremony(uow, **changes)  # type: ignore[arg-type]
        services.invite(uow, made.version_id)
        return made, token_in(last_message(uow)), signer(uow, made, Role.TENANT).id


def code_sent(work: Work) -> str:
    with work() as uow:
        found = re.search(r"code is (\d{6})", last_message(uow))
        assert found
        return found.group(1)


def enter(client: FlaskClient, work: Work, token: str, then: str = "") -> TestResponse:
    """Come in by link and code."""
    client.post(f"/t/{token}", data={"then": then})
    return client.post(f"/t/{token}/code", data={"code": code_sent(work), "then": then})


def post(client: FlaskClient, path: str, **data: object) -> TestResponse:
    """Fill in the first form of a page."""
    return client.post(path, data=fields_of(client.get(path), "form:not([action])") | data)


def read_all(client: FlaskClient, clauses: int = 2, answer: str = "understood") -> TestResponse:
    for number in range(1, clauses + 1):
        page = post(client, f"/t/afspraak/{number}", answer=answer, teach_back="0")
        assert page.status_code == 303, words(page)
    return page


def test_scanners_may_fetch_a_link_without_consuming_it(client: FlaskClient, work: Work) -> None:
    _made, token, signatory_id = start(work)
    with work() as uow:
        before = len(list(uow.session.scalars(sa.select(AuditRow.id))))
    for _time in range(10):
        assert client.get(f"/t/{token}").status_code == 200
        assert client.head(f"/t/{token}").status_code == 200
        assert client.get(f"/t/{token}/code").status_code == 200
    with work() as uow:
        assert len(list(uow.session.scalars(sa.select(AuditRow.id)))) == before
        assert uow.session.scalars(sa.select(SigningInvitation)).one().sends == 0
        assert uow.get(Signatory, signatory_id).state is State.INVITED
    assert enter(client, work, token).status_code == 303


def test_the_start_page_is_dutch_and_says_nothing_about_anybody(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    page = client.get(f"/t/{token}")
    assert '<html lang="nl"' in page.text
    assert not any(word in page.text for word in ("Zandt", "Veenrade", "Lijsterbeslaan", "612345678", "overlast"))
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"


def test_the_cookie_is_for_these_pages_alone(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    cookie = next(one for one in enter(client, work, token).headers.getlist("Set-Cookie") if one.startswith("brief="))
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Strict", "Path=/t"))
    with work() as uow:
        assert cookie[6:49] not in str([vars(row) for row in uow.session.scalars(sa.select(TenantSession))])


def test_the_link_leaves_the_address_after_the_code(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    answer = enter(client, work, token)
    assert answer.headers["Location"] == "/t/"
    assert token not in client.get("/t/").text


def test_a_wrong_code_says_how_often_one_may_still_try(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    client.post(f"/t/{token}")
    wrong = "000000" if code_sent(work) != "000000" else "111111"
    page = client.post(f"/t/{token}/code", data={"code": wrong})
    assert page.status_code == 422
    assert "U kunt nog 4 keer proberen." in words(page)
    assert "<title>Fout: " in page.text


def test_after_five_wrong_codes_a_new_one_is_needed(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    client.post(f"/t/{token}")
    right = code_sent(work)
    wrong = "000000" if right != "000000" else "111111"
    pages = [client.post(f"/t/{token}/code", data={"code": wrong}) for _time in range(5)]
    assert "Stuur een nieuwe code" in words(pages[-1])
    assert client.post(f"/t/{token}/code", data={"code": right}).status_code == 422


def test_half_a_code_costs_no_try(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    client.post(f"/t/{token}")
    page = client.post(f"/t/{token}/code", data={"code": "12 34"})
    assert page.status_code == 422
    assert 'value="12 34"' in page.text
    with work() as uow:
        assert uow.session.scalars(sa.select(SigningInvitation)).one().tries == 0


def test_a_reader_goes_from_clause_to_clause_to_the_receipt(client: FlaskClient, work: Work) -> None:
    _made, token, signatory_id = start(work)
    enter(client, work, token)
    assert "Dit zijn de afspraken" in words(client.get("/t/"))
    assert read_all(client).headers["Location"] == "/t/nakijken"
    assert "Ik begrijp het" in words(client.get("/t/nakijken"))
    answer = post(client, "/t/tekenen", name="J. van 't Zandt")
    assert answer.headers["Location"] == "/t/bewijs"
    receipt = words(client.get("/t/bewijs"))
    assert "U heeft getekend op" in receipt
    assert "Nog niet getekend: Karin Poort, Sanne de Boer." in receipt
    with work() as uow:
        assert uow.get(Signatory, signatory_id).state is State.SIGNED


def test_plain_words_stand_before_the_legal_text(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    enter(client, work, token)
    text = client.get("/t/afspraak/1").text
    assert text.index("Wat betekent dit?") < text.index("Zo staat het in de overeenkomst")
    assert "<details>" in text


def test_an_answer_given_before_is_still_there(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    enter(client, work, token)
    post(client, "/t/afspraak/1", answer="not_agreed", teach_back="0")
    page = BeautifulSoup(client.get("/t/afspraak/1").data, "html.parser")
    assert [one["value"] for one in page.select("input[name=answer][checked]")] == ["not_agreed"]


def test_without_an_answer_the_page_says_what_is_missing(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    enter(client, work, token)
    page = post(client, "/t/afspraak/1")
    assert page.status_code == 422
    assert "Kies wat u van deze afspraak vindt." in words(page)
    assert "<title>Fout: " in page.text


def test_a_wrong_teach_back_answer_is_explained_before_going_on(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    enter(client, work, token)
    answer = post(client, "/t/afspraak/1", answer="understood", teach_back="1")
    page = client.get(answer.headers["Location"])
    assert "Het goede antwoord is: Harde muziek" in words(page)


def test_stopping_keeps_everything_and_coming_back_goes_on(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    enter(client, work, token)
    post(client, "/t/afspraak/1", answer="understood", teach_back="0")
    answer = client.post("/t/stoppen")
    assert "Uw antwoorden zijn bewaard" in words(client.get(answer.headers["Location"]))
    assert client.get("/t/afspraak/1").status_code == 403
    with work() as uow:
        invitation = uow.session.scalars(sa.select(SigningInvitation)).one()
        services.send_code(uow, invitation.id, "777777")
    client.post(f"/t/{token}/code", data={"code": "777777"})
    assert 'href="/t/afspraak/2"' in client.get("/t/").text


def test_not_agreed_leads_to_talk_change_or_refuse_and_never_to_signing(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    enter(client, work, token)
    answer = post(client, "/t/afspraak/1", answer="not_agreed", teach_back="0")
    page = client.get(answer.headers["Location"])
    assert "/t/tekenen" not in page.text
    assert all(text in words(page) for text in ("Ik wil erover praten", "anders wordt", "Ik wil niet tekenen"))
    post(client, "/t/afspraak/2", answer="understood", teach_back="0")
    assert "U kunt nog niet tekenen" in words(client.get("/t/nakijken"))
    assert client.get("/t/tekenen").headers["Location"] == "/t/nakijken"


def test_a_question_is_asked_answered_and_signing_goes_on(client: FlaskClient, work: Work) -> None:
    made, token, signatory_id = start(work)
    enter(client, work, token)
    read_all(client)
    post(client, "/t/vraag?afspraak=1", text="Geldt dit ook op zondag?", wants="text")
    assert "nog niet beantwoord" in words(client.get("/t/nakijken"))
    with work(made.town.staff) as uow:
        services.answer(uow, queries.questions(uow.session, signatory_id)[0].id, "Ja, elke dag.")
    page = words(client.get("/t/afspraak/1"))
    assert "U vroeg: Geldt dit ook op zondag?" in page
    assert "Ja, elke dag." in page
    assert client.get("/t/tekenen").status_code == 200


def test_refusing_takes_two_taps_and_no_reason(client: FlaskClient, work: Work) -> None:
    _made, token, signatory_id = start(work)
    enter(client, work, token)
    for path in ("/t/", "/t/afspraak/1", "/t/nakijken", "/t/overeenkomst", "/t/vraag", "/t/hulp"):
        assert 'href="/t/weigeren"' in client.get(path).text, path
    answer = post(client, "/t/weigeren")
    assert "U heeft niet getekend" in words(client.get(answer.headers["Location"]))
    with work() as uow:
        assert uow.get(Signatory, signatory_id).state is State.REFUSED


def test_refusing_from_the_start_page_asks_for_the_code_only(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    assert enter(client, work, token, then="refuse").headers["Location"] == "/t/weigeren"


def test_a_reason_can_be_told_afterwards(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    enter(client, work, token)
    post(client, "/t/weigeren")
    page = client.get("/t/geweigerd")
    client.post("/t/geweigerd", data=fields_of(page) | {"text": "Ik wil eerst praten met mijn zus."})
    assert "Uw uitleg is bewaard" in words(client.get("/t/geweigerd"))


def drawing(points: int = 60) -> str:
    line = [[20 + at * 4, 60 + 30 * math.sin(at / 3)] for at in range(points)]
    return json.dumps({"width": 300, "height": 120, "strokes": [line]})


def test_a_drawn_signature_is_kept_as_points(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    enter(client, work, token)
    read_all(client)
    post(client, "/t/tekenen", name="J. van 't Zandt", strokes=drawing())
    with work() as uow:
        given = uow.session.scalars(sa.select(Signature)).one()
    assert given.method.value == "draw"
    assert given.strokes is not None and given.strokes["width"] == 1000


def test_a_scribble_is_refused_with_a_reason_and_the_name_kept(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    enter(client, work, token)
    read_all(client)
    page = post(client, "/t/tekenen", name="Jurriën", strokes=drawing(3))
    assert page.status_code == 422
    assert "te klein of te eenvoudig" in words(page)
    assert 'value="Jurriën"' in page.text


def test_signing_twice_from_two_tabs_shows_the_receipt(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    enter(client, work, token)
    read_all(client)
    data = fields_of(client.get("/t/tekenen")) | {"name": "Jurriën"}
    answers = [client.post("/t/tekenen", data=data | {"_once": key}) for key in ("a", "a", "b")]
    assert [answer.headers["Location"] for answer in answers] == ["/t/bewijs"] * 3
    with work() as uow:
        assert len(list(uow.session.scalars(sa.select(Signature)))) == 1


def test_a_form_of_another_letter_is_not_taken(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    _other, second, other_id = start(work)
    enter(client, work, token)
    data = fields_of(client.get("/t/weigeren"))
    enter(client, work, second)
    page = client.post("/t/weigeren", data=data)
    assert page.status_code == 409
    assert "een andere brief geopend" in words(page)
    with work() as uow:
        assert uow.get(Signatory, other_id).state is State.READING


def test_the_whole_text_and_the_pdf_carry_the_same_digest_and_bytes(client: FlaskClient, work: Work) -> None:
    made, token, _id = start(work)
    enter(client, work, token)
    assert made.digest in client.get("/t/overeenkomst").text
    answer = client.get("/t/overeenkomst.pdf")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_signature_is_taken_back_in_two_taps(client: FlaskClient, work: Work) -> None:
    _made, token, signatory_id = start(work)
    enter(client, work, token)
    read_all(client)
    post(client, "/t/tekenen", name="Jurriën")
    assert 'href="/t/intrekken"' in client.get("/t/bewijs").text
    answer = post(client, "/t/intrekken")
    assert "Uw handtekening is ingetrokken" in words(client.get(answer.headers["Location"]))
    with work() as uow:
        assert uow.get(Signatory, signatory_id).state is State.WITHDRAWN


def test_the_final_document_is_behind_link_and_code(client: FlaskClient, work: Work) -> None:
    with work() as uow:
        made = make_ceremony(uow)
        sign_all(uow, made)
        file = blobs.keep(
            uow,
            b"%PDF-1.7 sealed",
            name="x.pdf",
            media_type="application/pdf",
            case_id=made.case_id,
            compartment=Compartment.SHARED,
        )
        services.deliver_copy(uow, made.version_id, file.id)
        texts = [text for text in texts_of(uow) if "getekende brief" in text]
        token = token_in(texts[0])
    assert client.get("/t/eindstuk.pdf").status_code == 403
    enter(client, work, token)
    assert "Bewaar de getekende PDF" in words(client.get("/t/bewijs"))
    assert client.get("/t/eindstuk.pdf").data == b"%PDF-1.7 sealed"


def test_links_that_do_not_work_say_so_with_a_number_to_call(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    foreign = client.get("/t/" + "x" * 43)
    assert foreign.status_code == 404
    assert "Deze link klopt niet" in words(foreign)
    with work() as uow:
        uow.session.scalars(sa.select(SigningInvitation)).one().expires_at = uow.now
    page = client.get(f"/t/{token}")
    assert page.status_code == 410
    assert "088" in words(page)
    client.post(f"/t/{token}/nieuwe-link")
    assert "U heeft om een nieuwe link gevraagd" in words(client.get(f"/t/{token}"))


def test_a_full_stop_copied_with_the_link_is_no_matter(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    assert client.get(f"/t/{token}.").status_code == 200
    with work() as uow:
        assert not re.search(r"/t/\S{43}\S", last_message(uow))


def test_after_a_new_version_the_old_link_speaks_of_a_new_letter(client: FlaskClient, work: Work) -> None:
    from portal.agreements.models import AgreementVersion
    from portal.agreements.rules import VersionState

    made, token, _id = start(work)
    with work() as uow:
        uow.get(AgreementVersion, made.version_id).state = VersionState.SUPERSEDED
        uow.session.flush()
        services.void(uow, made.version_id)
    page = client.get(f"/t/{token}")
    assert page.status_code == 410
    assert "Er komt een nieuwe brief" in words(page)


@pytest.mark.parametrize(
    "path", ["/t/", "/t/afspraak/1", "/t/tekenen", "/t/overeenkomst.pdf", "/t/bewijs", "/t/weigeren"]
)
def test_without_a_session_nothing_is_shown(client: FlaskClient, work: Work, path: str) -> None:
    start(work)
    page = client.get(path)
    assert page.status_code == 403
    assert "Open uw brief opnieuw" in words(page)


def test_no_page_of_a_letter_needs_a_script(client: FlaskClient, work: Work) -> None:
    _made, token, _id = start(work)
    enter(client, work, token)
    read_all(client)
    for path in ("/t/", "/t/afspraak/1", "/t/nakijken", "/t/tekenen", "/t/vraag"):
        text = client.get(path).text
        assert not re.search(r"<script(?![^>]*src=)|\son\w+=|style=", text), path
