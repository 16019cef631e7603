"""The signing panel, and signing by people who sign in."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from portal.accounts.models import User
from portal.core.policy import Actor
from portal.signatures import queries, services
from portal.signatures.models import Signatory
from portal.signatures.rules.states import Role, State
from tests.builders.accounts import _HASH, PASSWORD
from tests.builders.signatures import Ceremony, fields_of, invitation_of, make_ceremony, sign_by_link, signer, words
from tests.conftest import Work

ClientFor = Callable[[Actor], FlaskClient]


def offered(work: Work, *, invited: bool = True, **changes: object) -> Ceremony:
    with work() as uow:
        made = make_ceremony(uow, **changes)  # type: ignore[arg-type]
        if invited:
            services.invite(uow, made.version_id)
        for actor in (made.town.landlord, made.town.expert):
            assert actor.id is not None
            uow.get(User, actor.id).password = _HASH
        return made


def id_of(work: Work, made: Ceremony, role: Role) -> uuid.UUID:
    with work() as uow:
        return signer(uow, made, role).id


def test_staff_name_the_signers_and_send_invitations(client_for: ClientFor, work: Work) -> None:
    made = offered(work, invited=False)
    client, path = client_for(made.town.staff), f"/afspraken/{made.version_id}/ondertekening"
    assert "nog niet vastgelegd" in words(client.get(path))
    client.post(f"{path}/volgorde", data={"scheme": "parallel"})
    assert "3 personen kunnen nu worden uitgenodigd" in words(client.get(path))
    client.post(f"{path}/uitnodigen")
    assert "3 uitnodigingen zijn verstuurd" in words(client.get(path))


def test_the_corporation_sees_states_but_no_answers(client_for: ClientFor, work: Work) -> None:
    made = offered(work)
    with work() as uow:
        row = signer(uow, made, Role.TENANT)
        services.ask(uow, row.id, text="Geheime vraag over slapen")
        asked = queries.questions(uow.session, row.id)[0].id
    client = client_for(made.town.landlord)
    page = client.get(f"/afspraken/{made.version_id}/ondertekening")
    assert page.status_code == 200
    assert "uitgenodigd" in words(page)
    assert "Vraag" not in words(page)
    assert "Verstuur uitnodigingen" not in words(page)
    assert client.get(f"/tekenen/vraag/{asked}").status_code == 403


def test_a_question_is_answered_once(client_for: ClientFor, work: Work) -> None:
    made = offered(work)
    with work() as uow:
        row = signer(uow, made, Role.TENANT)
        asked = services.ask(uow, row.id, text="Geldt dit ook op zondag?").id
    client = client_for(made.town.expert)
    path = f"/tekenen/vraag/{asked}"
    assert "Geldt dit ook op zondag?" in words(client.get(path))
    assert client.post(path, data={"text": ""}).status_code == 422
    assert client.post(path, data={"text": "Ja, elke dag."}).status_code == 303
    again = client.post(path, data={"text": "Nee toch niet."})
    assert again.status_code == 409
    assert "al beantwoord" in words(again)


def test_a_new_link_can_be_sent_and_the_number_corrected(client_for: ClientFor, work: Work) -> None:
    made = offered(work)
    client, signatory_id = client_for(made.town.staff), id_of(work, made, Role.TENANT)
    page = client.post(f"/tekenen/{signatory_id}/bereik", data={"phone": "06-geen", "mail": "", "channel": "phone"})
    assert page.status_code == 422
    assert 'value="06-geen"' in page.text
    client.post(f"/tekenen/{signatory_id}/bereik", data={"phone": "06 99 88 77 66", "mail": "", "channel": "phone"})
    client.post(f"/tekenen/{signatory_id}/opnieuw")
    with work() as uow:
        assert invitation_of(uow, uow.get(Signatory, signatory_id)).sent_to.endswith("66")


def test_a_withdrawal_told_by_telephone_is_recorded(client_for: ClientFor, work: Work) -> None:
    made = offered(work)
    with work() as uow:
        sign_by_link(uow, signer(uow, made, Role.TENANT), made)
    client, signatory_id = client_for(made.town.staff), id_of(work, made, Role.TENANT)
    assert f"/tekenen/{signatory_id}/intrekking" in client.get(f"/afspraken/{made.version_id}/ondertekening").text
    assert client.post(f"/tekenen/{signatory_id}/intrekking", data={"note": "Belde om 10.00 uur."}).status_code == 303
    late = client.post(f"/tekenen/{id_of(work, made, Role.CORPORATION)}/intrekking", data={"note": ""})
    assert late.status_code == 409


def ready_for_corporation(work: Work) -> tuple[Ceremony, uuid.UUID]:
    made = offered(work)
    with work() as uow:
        sign_by_link(uow, signer(uow, made, Role.TENANT), made)
    return made, id_of(work, made, Role.CORPORATION)


def test_the_corporation_reads_the_whole_and_signs_with_its_password(client_for: ClientFor, work: Work) -> None:
    made, signatory_id = ready_for_corporation(work)
    client, path = client_for(made.town.landlord), f"/tekenen/{signatory_id}"
    assert path in client.get("/tekenen").text
    page = client.get(path)
    assert "Mandaatbesluit 2026, art. 4" in words(page)
    assert made.digest in page.text
    data = fields_of(page) | {"name": "Karin Poort", "password": PASSWORD}
    assert client.post(path, data=data).status_code == 303
    assert "Getekend op" in words(client.get(path))
    with work() as uow:
        given = queries.signature_of(uow.session, signatory_id)
        assert given is not None
        assert given.evidence["confirmed_by"] == "password"
        assert given.evidence["mandate"] == "Mandaatbesluit 2026, art. 4"


def test_a_wrong_password_signs_nothing_and_keeps_the_name(client_for: ClientFor, work: Work) -> None:
    made, signatory_id = ready_for_corporation(work)
    client, path = client_for(made.town.landlord), f"/tekenen/{signatory_id}"
    page = client.post(path, data=fields_of(client.get(path)) | {"name": "Karin Poort", "password": "fout"})
    assert page.status_code == 422
    assert "Dit wachtwoord klopt niet." in words(page)
    assert 'value="Karin Poort"' in page.text
    assert "fout" not in re.findall(r'value="([^"]*)"', page.text)


def test_nobody_else_finds_the_page_of_a_signer(client_for: ClientFor, work: Work) -> None:
    made, signatory_id = ready_for_corporation(work)
    for actor in (made.town.expert, made.town.staff, made.town.legal):
        assert client_for(actor).get(f"/tekenen/{signatory_id}").status_code == 404
        assert client_for(actor).post(f"/tekenen/{signatory_id}/weigeren").status_code in {403, 404}


def test_the_expert_waits_for_his_turn(client_for: ClientFor, work: Work) -> None:
    made, _id = ready_for_corporation(work)
    client, signatory_id = client_for(made.town.expert), id_of(work, made, Role.EXPERT)
    page = client.get(f"/tekenen/{signatory_id}")
    assert "kan nu niet worden getekend" in words(page)
    answer = client.post(
        f"/tekenen/{signatory_id}",
        data={"name": "Sanne", "password": PASSWORD, "digest": made.digest, "consent": "expert-1"},
    )
    assert answer.status_code == 409


def test_the_corporation_may_refuse(client_for: ClientFor, work: Work) -> None:
    made, signatory_id = ready_for_corporation(work)
    client_for(made.town.landlord).post(f"/tekenen/{signatory_id}/weigeren")
    with work() as uow:
        assert uow.get(Signatory, signatory_id).state is State.REFUSED


@pytest.mark.parametrize("path", ["/afspraken/{v}/ondertekening", "/tekenen/{s}", "/tekenen/{s}/stuk.pdf"])
def test_another_corporation_finds_nothing(client_for: ClientFor, work: Work, path: str) -> None:
    made, signatory_id = ready_for_corporation(work)
    other = offered(work)
    client = client_for(other.town.landlord)
    assert client.get(path.format(v=made.version_id, s=signatory_id)).status_code == 404


def test_a_tenant_session_opens_no_staff_page(client: FlaskClient, work: Work) -> None:
    made = offered(work)
    assert client.get(f"/afspraken/{made.version_id}/ondertekening").status_code == 303
