"""Signing at the table and on paper, delegating, reminding, deciding about understanding, and permissions apart."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

import pytest

from portal.accounts.models import Organisation
from portal.accounts.rules import Role as Duty
from portal.agreements.models import AgreementVersion
from portal.core import clock
from portal.core.errors import Conflict, Denied, DomainError, Invalid
from portal.core.policy import Actor, acting
from portal.core.uow import UnitOfWork
from portal.signatures import queries, services
from portal.signatures.models import Signatory, TenantSession
from portal.signatures.rules.codes import Check
from portal.signatures.rules.permissions import Subject
from portal.signatures.rules.presence import IdKind, InterpreterFacts, Mode, WitnessFacts, page_code
from portal.signatures.rules.reading import Answer
from portal.signatures.rules.states import Channel, Role, State
from portal.signatures.services.paper import PaperFacts
from tests.builders.accounts import make_user
from tests.builders.signatures import (
    TRACE,
    Ceremony,
    enter,
    facts_for,
    make_ceremony,
    read_all,
    sign_by_link,
    signer,
    texts_of,
)

WITNESS = WitnessFacts("Sanne de Boer", "thuis bij de huurder", IdKind.PASSPORT, "4f7", read_aloud=True)
INTERPRETER = InterpreterFacts("N. Haddad", "Arabisch", Mode.LIVE, "12345", independent=True)


def tenant_of(uow: UnitOfWork, **more: object) -> tuple[Ceremony, Signatory]:
    made = make_ceremony(uow, **more)  # type: ignore[arg-type]
    services.invite(uow, made.version_id)
    return made, signer(uow, made, Role.TENANT)


def paper(row: Signatory, *, pages: int = 3, **changes: object) -> PaperFacts:
    codes = [page_code(row.version_id, row.id, number).lower() for number in range(pages, 0, -1)]
    usual = PaperFacts(
        scan=b"%PDF-1.7 scan", scan_pages=pages, codes=codes, printed_pages=pages, signed_on=clock.today(),
        location="Map 12, kluis kantoor Veenrade", witness=WITNESS,
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def sign_professionals(uow: UnitOfWork, made: Ceremony) -> None:
    for role in (Role.CORPORATION, Role.EXPERT):
        row = signer(uow, made, role)
        services.sign_in_portal(uow, row.id, facts_for(row, made, confirmed_at=uow.now))


def test_a_qr_code_opens_on_the_own_phone_with_the_code_that_is_said(uow: UnitOfWork) -> None:
    made, row = tenant_of(uow, phone="")
    before = len(texts_of(uow))
    shown = services.show_qr(uow, row.id, "spreekkamer 2")
    found = queries.by_token(uow.session, shown.token)
    assert found is not None
    assert services.check_code(uow, found[0].id, shown.code, TRACE)[0] is Check.RIGHT
    assert len(texts_of(uow)) == before, "nothing is sent: the code is said"
    read_all(uow, row, made)
    entry = queries.live_sessions(uow.session, row.id)[-1]
    given = services.sign(uow, row.id, facts_for(row, made, session_id=entry.id))
    assert given.evidence["channel"] == "qr"
    assert given.evidence["handed_over"]["place"] == "spreekkamer 2"


def test_a_qr_code_lives_a_quarter_of_an_hour(uow: UnitOfWork) -> None:
    _made, row = tenant_of(uow)
    shown = services.show_qr(uow, row.id, "balie")
    found = queries.by_token(uow.session, shown.token)
    assert found is not None
    assert queries.link_state(*found, uow.now + dt.timedelta(minutes=16)) is queries.Link.EXPIRED


def test_a_new_qr_code_ends_links_and_sessions_before_it(uow: UnitOfWork) -> None:
    _made, row = tenant_of(uow)
    enter(uow, row)
    services.show_qr(uow, row.id, "balie")
    assert len(queries.live_invitations(uow.session, row.id)) == 1
    assert queries.live_sessions(uow.session, row.id) == []


def test_the_tablet_begins_reading_with_a_witness_and_no_code(uow: UnitOfWork) -> None:
    made, row = tenant_of(uow)
    secret = services.give_tablet(uow, row.id, WITNESS, TRACE)
    found = queries.by_secret(uow.session, secret, uow.now)
    assert found is not None
    assert row.state is State.READING
    read_all(uow, row, made)
    given = services.sign(uow, row.id, facts_for(row, made, session_id=found[0].id))
    assert given.evidence["channel"] == "tablet"
    assert "code_checked_at" not in given.evidence
    (told,) = given.evidence["statements"]
    assert (told["id_kind"], told["id_end"], told["read_aloud"], told["place"]) == (
        "passport", "4F7", True, "thuis bij de huurder"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(WITNESS, id_end="44"), "signing.id-end"),
        (replace(WITNESS, place=" "), "signing.place-empty"),
        (replace(WITNESS, name="--"), "signing.name-empty"),
    ],
)
def test_a_witness_says_who_where_and_which_document(uow: UnitOfWork, facts: WitnessFacts, code: str) -> None:
    _made, row = tenant_of(uow)
    with pytest.raises(Invalid) as refused:
        services.give_tablet(uow, row.id, facts, TRACE)
    assert refused.value.code == code


def test_the_corporation_hands_over_no_tablet(uow: UnitOfWork) -> None:
    made, row = tenant_of(uow)
    with acting(uow.session, made.town.landlord), pytest.raises(DomainError):
        services.give_tablet(UnitOfWork(uow.session, made.town.landlord, uow.now), row.id, WITNESS, TRACE)


def test_an_interpreter_is_never_a_relative_and_stands_in_the_evidence(uow: UnitOfWork) -> None:
    made, row = tenant_of(uow)
    with pytest.raises(Invalid):
        services.note_interpreter(uow, row.id, replace(INTERPRETER, independent=False))
    services.note_interpreter(uow, row.id, INTERPRETER)
    sign_by_link(uow, row, made)
    given = queries.signature_of(uow.session, row.id)
    assert given is not None
    assert [(one["part"], one["number"], one["language"]) for one in given.evidence["statements"]] == [
        ("interpreter", "12345", "Arabisch")
    ]


def test_an_empty_register_is_recorded_as_not_found_on_a_day_or_not_looked_at(uow: UnitOfWork) -> None:
    made, row = tenant_of(uow)
    sign_by_link(uow, row, made)
    given = queries.signature_of(uow.session, row.id)
    assert given is not None
    assert given.evidence["register"]["checked_on"] is None


def other(made: Ceremony, uow: UnitOfWork) -> UnitOfWork:
    return UnitOfWork(uow.session, made.town.expert, uow.now)


def test_a_paper_counts_after_a_second_pair_of_eyes(uow: UnitOfWork) -> None:
    made, row = tenant_of(uow)
    kept = services.receive_paper(uow, row.id, paper(row))
    assert kept.pages == {"order": [3, 2, 1], "typed": []}
    assert queries.signature_of(uow.session, row.id) is None
    given = services.confirm_paper(uow, kept.id)
    assert (given.method.value, row.state) == ("paper", State.SIGNED)
    assert given.evidence["paper"]["location"].startswith("Map 12")
    sign_professionals(uow, made)
    assert uow.get(AgreementVersion, made.version_id).state.value == "reflection"


def test_who_scanned_a_paper_does_not_confirm_it(uow: UnitOfWork) -> None:
    made, row = tenant_of(uow)
    kept = services.receive_paper(uow, row.id, paper(row))
    kept.uploaded_by = made.town.expert.id
    uow.session.flush()
    with acting(uow.session, made.town.expert), pytest.raises(Denied) as refused:
        services.confirm_paper(other(made, uow), kept.id)
    assert refused.value.code == "signing.four-eyes"


def test_all_pages_of_the_right_copy_must_be_there(uow: UnitOfWork) -> None:
    _made, row = tenant_of(uow)
    right = paper(row)
    for changed, code in [
        (replace(right, codes=right.codes[:2], scan_pages=2), "signing.pages-missing"),
        (replace(right, codes=[right.codes[0]] * 3), "signing.page-twice"),
        (replace(right, codes=[*right.codes[:2], page_code(row.version_id, uuid.uuid4(), 1)]), "signing.page-unknown"),
        (replace(right, scan_pages=4), "signing.pages-count"),
        (replace(right, signed_on=clock.today() + dt.timedelta(days=1)), "signing.signed-on"),
        (replace(right, location=""), "signing.location-empty"),
    ]:
        with pytest.raises(Invalid) as refused:
            services.receive_paper(uow, row.id, changed)
        assert refused.value.code == code


def test_a_scan_that_is_set_aside_does_not_count_and_another_may_come(uow: UnitOfWork) -> None:
    _made, row = tenant_of(uow)
    first = services.receive_paper(uow, row.id, paper(row))
    with pytest.raises(Conflict):
        services.receive_paper(uow, row.id, paper(row))
    services.reject_paper(uow, first.id)
    with pytest.raises(Conflict):
        services.confirm_paper(uow, first.id)
    second = services.receive_paper(uow, row.id, paper(row))
    assert services.confirm_paper(uow, second.id).method.value == "paper"


def test_a_refusal_in_person_has_a_witness_and_ends_the_version(uow: UnitOfWork) -> None:
    made, row = tenant_of(uow)
    services.record_refusal(uow, row.id, WITNESS, only_seen=True, said="Ik teken niets.")
    kept = queries.refusal_of(uow.session, row.id)
    assert kept is not None
    assert (kept.told_by, kept.only_seen, uow.reveal(kept, "reason")) == ("staff", True, "Ik teken niets.")
    assert queries.statements(uow.session, row.id)[0].part.value == "refusal_witness"
    assert uow.get(AgreementVersion, made.version_id).state.value == "refused"


def low(uow: UnitOfWork) -> tuple[Ceremony, Signatory]:
    """Have a tenant sign who answered every question about the text wrong."""
    made, row = tenant_of(uow)
    session_id = enter(uow, row)
    for number in ("1", "2"):
        services.mark_clause(uow, row.id, number, Answer.UNDERSTOOD, teach_back=1)
    services.sign(uow, row.id, facts_for(row, made, session_id=session_id))
    sign_professionals(uow, made)
    return made, row


def test_little_understanding_holds_the_completion_until_somebody_decides_why(uow: UnitOfWork) -> None:
    made, row = low(uow)
    assert uow.get(AgreementVersion, made.version_id).state.value == "partly_signed"
    assert [(task.kind, task.signatory_id) for task in queries.tasks(uow.session, made.town.staff)] == [("understanding", row.id)]
    with pytest.raises(Invalid):
        services.decide_understanding(uow, row.id, "ok")
    services.decide_understanding(uow, row.id, "Met de mentor alles nog eens doorgenomen; mevrouw kon het navertellen.")
    assert uow.get(AgreementVersion, made.version_id).state.value == "reflection"
    assert queries.tasks(uow.session, made.town.staff) == []
    with pytest.raises(Conflict):
        services.decide_understanding(uow, row.id, "Met de mentor alles nog eens doorgenomen.")


def test_what_was_put_right_on_a_second_reading_waits_for_nobody(uow: UnitOfWork) -> None:
    made, row = tenant_of(uow)
    session_id = enter(uow, row)
    for number, chosen in (("1", 1), ("2", 1), ("1", 0), ("2", 0)):
        services.mark_clause(uow, row.id, number, Answer.UNDERSTOOD, teach_back=chosen)
    services.sign(uow, row.id, facts_for(row, made, session_id=session_id))
    assert queries.tasks(uow.session, made.town.staff) == []


def test_passing_a_question_over_after_a_wrong_answer_takes_nothing_back(uow: UnitOfWork) -> None:
    made, row = tenant_of(uow)
    session_id = enter(uow, row)
    for number, chosen in (("1", 1), ("1", None), ("2", 1), ("2", None)):
        services.mark_clause(uow, row.id, number, Answer.UNDERSTOOD, teach_back=chosen)
    services.sign(uow, row.id, facts_for(row, made, session_id=session_id))
    assert queries.score_of(uow.session, row.id) == queries.Score(2, 0)
    assert [task.kind for task in queries.tasks(uow.session, made.town.staff)] == ["understanding"]


def test_whoever_understood_needs_no_decision(uow: UnitOfWork) -> None:
    made, row = tenant_of(uow)
    sign_by_link(uow, row, made)
    with pytest.raises(Conflict) as refused:
        services.decide_understanding(uow, row.id, "Er is niets aan de hand met deze huurder.")
    assert refused.value.code == "signing.understood"


def test_a_reminder_is_planned_seen_and_stoppable(uow: UnitOfWork) -> None:
    _made, row = tenant_of(uow)
    (planned,) = queries.open_reminders(uow.session, row.id)
    assert planned.due_at == uow.now + dt.timedelta(days=5)
    services.stop_reminder(uow, planned.id)
    before = len(texts_of(uow))
    assert not services.remind(uow, planned.id)
    assert len(texts_of(uow)) == before
    with pytest.raises(Conflict):
        services.stop_reminder(uow, planned.id)


def test_a_reminder_leaves_once_and_never_after_a_decision(uow: UnitOfWork) -> None:
    made, row = tenant_of(uow, co_tenant=True)
    other_row = signer(uow, made, Role.CO_TENANT)
    (first,), (second,) = (queries.open_reminders(uow.session, one.id) for one in (row, other_row))
    assert services.remind(uow, first.id)
    assert not services.remind(uow, first.id)
    sign_by_link(uow, other_row, made)
    assert not services.remind(uow, second.id)


def test_a_colleague_signs_under_a_named_mandate(uow: UnitOfWork) -> None:
    made, row = tenant_of(uow)
    corporation = signer(uow, made, Role.CORPORATION)
    assert queries.colleagues(uow.session, corporation) == []
    assert not queries.has_colleague(uow.session, corporation)
    with pytest.raises(Invalid):
        services.delegate(uow, corporation.id, uuid.uuid4(), "Mandaatbesluit 2026")
    with pytest.raises(Invalid):
        services.delegate(uow, corporation.id, uuid.uuid4(), "")
    with pytest.raises(Conflict):
        services.delegate(uow, row.id, uuid.uuid4(), "Mandaatbesluit 2026")
    organisation = uow.get(Organisation, made.town.corporation)
    colleague = make_user(uow, Duty.CORPORATION_STAFF, organisation, name="Piet Vos")
    sign_by_link(uow, row, made)
    services.delegate(uow, corporation.id, colleague.id, "Mandaatbesluit 2026, art. 7")
    facts = facts_for(corporation, made, confirmed_at=uow.now)
    with acting(uow.session, made.town.landlord), pytest.raises(Denied):
        services.sign_in_portal(UnitOfWork(uow.session, made.town.landlord, uow.now), corporation.id, facts)
    given = services.sign_in_portal(uow, corporation.id, facts)
    assert given.evidence["mandate"] == "Mandaatbesluit 2026, art. 7"
    assert given.evidence["delegated_at"]


def test_a_tenant_signs_on_paper_or_at_the_table_and_professionals_only_in_the_portal(uow: UnitOfWork) -> None:
    made, row = tenant_of(uow)
    assert services.change_contact(uow, row.id, "", "", Channel.PAPER).channel is Channel.PAPER
    with pytest.raises(Conflict):
        services.change_contact(uow, signer(uow, made, Role.EXPERT).id, "", "", Channel.PAPER)
    with pytest.raises(Conflict):
        services.change_contact(uow, row.id, "", "", Channel.PORTAL)


def test_a_permission_is_apart_taken_back_at_any_time_and_ends_nothing(uow: UnitOfWork) -> None:
    made, row = tenant_of(uow)
    sign_by_link(uow, row, made)
    sign_professionals(uow, made)
    person_id = row.person_id
    assert person_id is not None
    given = services.give_permission(uow, made.case_id, person_id, Subject.DOCTOR)
    assert services.give_permission(uow, made.case_id, person_id, Subject.DOCTOR).id == given.id
    services.withdraw_permission(uow, given.id)
    assert given.withdrawn_at is not None
    assert uow.get(AgreementVersion, made.version_id).state.value == "reflection"
    assert queries.permission(uow.session, made.case_id, person_id, Subject.DOCTOR) is None


def test_the_corporation_sees_no_permission_and_a_tenant_only_the_own(uow: UnitOfWork) -> None:
    made, row = tenant_of(uow, co_tenant=True)
    assert row.person_id is not None
    services.give_permission(uow, made.case_id, row.person_id, Subject.DOCTOR)
    neighbour = signer(uow, made, Role.CO_TENANT)
    for actor, seen in [
        (made.town.landlord, 0), (made.town.expert, 1),
        (Actor(id=row.id, kind="tenant", case_id=made.case_id, person_id=row.person_id), 1),
        (Actor(id=neighbour.id, kind="tenant", case_id=made.case_id, person_id=neighbour.person_id), 0),
    ]:  # fmt: skip
        with acting(uow.session, actor):
            assert len(queries.permissions(uow.session, made.case_id)) == seen


def test_the_session_of_a_tablet_belongs_to_one_signatory(uow: UnitOfWork) -> None:
    made, row = tenant_of(uow, co_tenant=True)
    secret = services.give_tablet(uow, row.id, WITNESS, TRACE)
    found = queries.by_secret(uow.session, secret, uow.now)
    assert found is not None
    assert uow.get(TenantSession, found[0].id).signatory_id == row.id
    neighbour = signer(uow, made, Role.CO_TENANT)
    read_all(uow, neighbour, made)
    with pytest.raises(Conflict):
        services.sign(uow, neighbour.id, facts_for(neighbour, made, session_id=found[0].id))
