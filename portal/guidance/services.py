"""Commands on forms for tenants, on who answers for a translation, and on what a social team answers to a handover."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

import forms
from portal.cases import policies as case_policies
from portal.cases import services as cases
from portal.cases.models import Case, Participant
from portal.core import clock
from portal.core.errors import Conflict, Invalid
from portal.core.plaintext import clean
from portal.core.policy import SYSTEM, acting, require
from portal.core.uow import UnitOfWork
from portal.definitions import queries as definitions
from portal.definitions.models import FormVersion, TranslationReview
from portal.guidance import notes, policies, queries, rules
from portal.guidance.events import HandoverAnswered, OwnFormCode, OwnFormOffered, OwnFormSent, TranslationReviewed
from portal.guidance.models import HandoverAnswer, TenantForm, TenantFormSession
from portal.guidance.rules import Answer, Link, State
from portal.parties.models import Person
from portal.signatures.rules import codes
from portal.submissions.models import Submission


def offer(uow: UnitOfWork, case_id: uuid.UUID, person_id: uuid.UUID, family_key: str = "own_view") -> TenantForm:
    """Send a tenant a link to a form; one that is open already gets a new link and keeps its answers.

    Raises Missing, Denied("own.denied"), Invalid("own.no_form", "own.person", "own.unreachable").
    """
    case = uow.get(Case, case_id)
    require(policies.may_offer(uow.actor, case), "own.denied")
    version = definitions.latest(uow.session, uow.actor, family_key)
    if definitions.prepared(version).definition.filled_by != "tenant":
        raise Invalid("own.no_form")
    wanted = sa.select(Participant.id).where(Participant.case_id == case_id, Participant.person_id == person_id)
    if uow.session.scalar(wanted) is None:
        raise Invalid("own.person", field="person_id")
    person = uow.session.get_one(Person, person_id)
    sent_to = person.phone or person.email
    if not sent_to:
        raise Invalid("own.unreachable", field="person_id")
    token = codes.new_token()
    row = _standing(uow, case_id, person_id, family_key)
    if row is None:
        row = uow.add(
            TenantForm(
                case_id=case_id, person_id=person_id, family_key=family_key, form_version_id=version.id,
                invited_by=uow.actor.id, token_hash=codes.token_digest(token), by_mail=not person.phone, sent_to=sent_to,
                expires_at=uow.now + rules.LINK_LIFE,
            )
        )  # fmt: skip
    else:
        _end_sessions(uow, row)
        row.token_hash, row.by_mail, row.sent_to = codes.token_digest(token), not person.phone, sent_to
        row.expires_at, row.code_hash, row.code_salt = uow.now + rules.LINK_LIFE, None, None
        row.sends, row.tries, row.locked_at = 0, 0, None
    uow.session.flush()
    _post(uow, row, notes.SUBJECT, notes.offered(token, person.language), f"own-form:{row.id}:{row.version}")
    uow.record(OwnFormOffered(case_id, row.id, family_key, person_id))
    return row


def send_code(uow: UnitOfWork, form_id: uuid.UUID, code: str | None = None, language: str = "nl") -> codes.Sending:
    """Send a code to the owner of a link, unless one left a moment ago or ten did; a story may say which *code*.

    The message is in Dutch and, when a translation is there, in *language*.
    """
    row = _held(uow, form_id)
    answer = codes.sending(queries.codes_of(row), uow.now)
    if answer is codes.Sending.LOCKED:
        row.locked_at = row.locked_at or uow.now
    if answer is not codes.Sending.YES:
        uow.session.flush()
        return answer
    chosen, salt = code or codes.new_code(), codes.new_salt()
    row.code_hash, row.code_salt = codes.code_digest(chosen, salt), salt
    row.code_sent_at, row.tries = uow.now, 0
    row.sends += 1
    uow.session.flush()
    _post(uow, row, notes.CODE_SUBJECT, notes.code(chosen, language), f"own-form-code:{row.id}:{row.version}")
    uow.record(OwnFormCode(row.case_id, row.id, "sent"))
    return answer


def check_code(uow: UnitOfWork, form_id: uuid.UUID, typed: str) -> tuple[codes.Check, str]:
    """Judge a typed code; when right, begin a session and return its secret, which goes into a cookie only.

    A wrong code is an answer, not an exception: the try must be counted.
    """
    row = _held(uow, form_id)
    known = queries.codes_of(row)
    outcome = codes.check(known, row.code_hash, row.code_salt, typed, uow.now)
    if outcome in {codes.Check.WRONG, codes.Check.WORN} and known.tries < codes.TRIES:
        row.tries += 1
    if outcome is codes.Check.LOCKED:
        row.locked_at = row.locked_at or uow.now
    uow.session.flush()
    uow.record(OwnFormCode(row.case_id, row.id, outcome.value))
    if outcome is not codes.Check.RIGHT:
        return outcome, ""
    secret = codes.new_token()
    row.code_hash = row.code_salt = None
    uow.add(
        TenantFormSession(
            case_id=row.case_id, tenant_form_id=row.id, token_hash=codes.token_digest(secret), seen_at=uow.now
        )
    )
    return outcome, secret


def save(uow: UnitOfWork, form_id: uuid.UUID, posted: forms.Posted, version: int | None = None) -> forms.Cleaned:
    """Save what a tenant posted of any page; the sound answers are kept, the faults of the others returned.

    Raises Missing, Denied("own.denied"), Conflict("own.closed", "row.stale").
    """
    row = _own(uow, form_id)
    rules.demand_open(row.state)
    if version is not None and row.version != version:
        raise Conflict("row.stale", table="tenant_form", id=str(form_id))
    form, context = _form(uow, row), context_of(uow.now)
    answers, faults = _answers(uow, row), list[forms.Fault]()
    for page in form.pages:
        cleaned = forms.read_page(form, page, answers, posted, context)
        answers = cleaned.answers
        faults += [fault for fault in cleaned.faults if fault not in faults]
    _keep(uow, row, answers)
    return forms.Cleaned(answers, tuple(faults), forms.shown(form, answers, context))


def save_answers(uow: UnitOfWork, form_id: uuid.UUID, answers: Mapping[str, Any]) -> None:
    """Put *answers*, by id or key, over those that stand.

    Raises as `save` does, and Invalid("own.answers", errors=…) with every fault, in which case nothing is saved.
    """
    row = _own(uow, form_id)
    rules.demand_open(row.state)
    form = _form(uow, row)
    merged = {id_: value for id_, value in (_answers(uow, row) | forms.named(form, answers)).items() if value is not None}
    cleaned = forms.clean(form, merged, context_of(uow.now), draft=True)
    if cleaned.faults:
        raise Invalid("own.answers", count=len(cleaned.faults), errors=list(cleaned.faults))
    _keep(uow, row, cleaned.answers)


def send(uow: UnitOfWork, form_id: uuid.UUID, version: int | None = None) -> TenantForm:
    """Send a form: its answers stand still, and the expert reads them.

    Raises Invalid("own.answers", errors=…) with every gap; Denied; Conflict("own.closed", "row.stale").
    """
    row = _own(uow, form_id)
    rules.demand_open(row.state)
    if version is not None and row.version != version:
        raise Conflict("row.stale", table="tenant_form", id=str(form_id))
    form, context = _form(uow, row), context_of(uow.now)
    cleaned = forms.clean(form, _answers(uow, row), context)
    faults = [*cleaned.faults, *forms.gaps(form, cleaned.answers, context)[0]]
    if faults:
        raise Invalid("own.answers", count=len(faults), errors=faults)
    _keep(uow, row, cleaned.answers)
    row.state, row.submitted_at = State.SENT, uow.now
    uow.session.flush()
    uow.record(OwnFormSent(row.case_id, row.id, row.family_key, row.person_id))
    return row


def touch(uow: UnitOfWork, session_id: uuid.UUID) -> None:
    """Note that a reader is still there, so that the session slides along."""
    uow.get(TenantFormSession, session_id).seen_at = uow.now


def leave(uow: UnitOfWork, session_id: uuid.UUID) -> None:
    """End a session; what was answered stays."""
    row = uow.get(TenantFormSession, session_id)
    row.ended_at = row.ended_at or uow.now


def review_translation(uow: UnitOfWork, version_id: uuid.UUID, locale: str, reviewer: str) -> TranslationReview:
    """Record that somebody, by name, looked the translation of one version through; from then on it is no concept.

    Raises Missing, Denied("translation.denied"), Invalid("translation.locale", "translation.reviewer").
    """
    require(policies.may_review_translation(uow.actor), "translation.denied")
    version = uow.get(FormVersion, version_id)
    if locale not in definitions.prepared(version).definition.locales or locale == "nl":
        raise Invalid("translation.locale", field="locale")
    name = clean(reviewer, 150, field="reviewer")
    if not name:
        raise Invalid("translation.reviewer", field="reviewer")
    row = uow.add(TranslationReview(version_id=version_id, locale=locale, reviewer=name, recorded_by=uow.actor.id))
    uow.record(TranslationReviewed(version_id, version.digest, locale))
    return row


def answer_handover(
    uow: UnitOfWork, case_id: uuid.UUID, answer: Answer, name: str, duty: str, reason: str = "", seen: str | None = None,
    shared: bool = False,
) -> HandoverAnswer:  # fmt: skip
    """Take an offered handover over, by name, or say why not; until it is taken over the expert stays responsible.

    Bureau and expert read why not; with *shared* tenant and corporation do too. With *seen*, only what was read is
    answered. Raises Missing, Denied("handover.denied"),
    Conflict("handover.absent", "handover.changed"), Invalid("handover.name", "handover.duty", "handover.reason").
    """
    case = uow.get(Case, case_id)
    require(case_policies.may_answer_handover(uow.actor, case), "handover.denied")
    sent = queries.handovers(uow.session, uow.actor, case_id)
    if not sent or case.social_team_id is None:
        raise Conflict("handover.absent")
    if seen is not None and seen != mark_of(sent):
        raise Conflict("handover.changed")
    given = {"name": clean(name, 150, field="full_name"), "duty": clean(duty, 150, field="duty")}
    why = clean(reason, 1000, field="reason") if answer is Answer.DECLINED else ""
    if not given["name"]:
        raise Invalid("handover.name", field="full_name")
    if not given["duty"]:
        raise Invalid("handover.duty", field="duty")
    if answer is Answer.DECLINED and not why:
        raise Invalid("handover.reason", field="reason")
    row = uow.add(
        HandoverAnswer(
            case_id=case_id, submission_id=sent[0].id, organisation_id=case.social_team_id, answer=answer,
            answered_by=uow.actor.id, shared=bool(why) and shared, **given,
        )
    )  # fmt: skip
    if why:
        uow.seal(row, "reason", why)
        uow.session.flush()
    uow.record(HandoverAnswered(case_id, sent[0].id, case.social_team_id, answer.value))
    with acting(uow.session, SYSTEM):  # a case that goes back is out of the team's sight
        cases.move(uow, case_id, "accept_handover" if answer is Answer.ACCEPTED else "withdraw_handover")
    return row


def mark_of(sent: Sequence[Submission]) -> str:
    """Return what tells one reading of handovers from another."""
    return ",".join(f"{row.id}:{row.version}" for row in sent)


def context_of(now: Any) -> forms.Context:
    """Return what a form for a tenant knows of its surroundings: the day."""
    return forms.Context(clock.local(now).date())


def _standing(uow: UnitOfWork, case_id: uuid.UUID, person_id: uuid.UUID, family_key: str) -> TenantForm | None:
    wanted = sa.select(TenantForm).where(
        TenantForm.case_id == case_id, TenantForm.person_id == person_id, TenantForm.family_key == family_key,
        TenantForm.state == State.OPEN,
    )  # fmt: skip
    return uow.session.scalars(wanted.with_for_update()).first()


def _end_sessions(uow: UnitOfWork, row: TenantForm) -> None:
    wanted = sa.select(TenantFormSession).where(
        TenantFormSession.tenant_form_id == row.id, TenantFormSession.ended_at.is_(None)
    )
    for one in uow.session.scalars(wanted):
        one.ended_at = uow.now


def _held(uow: UnitOfWork, form_id: uuid.UUID) -> TenantForm:
    row = _own(uow, form_id)
    if rules.link_state(row.state, row.expires_at, row.locked_at, uow.now) is not Link.WORKS:
        raise Conflict("own.link_ended")
    return row


def _own(uow: UnitOfWork, form_id: uuid.UUID) -> TenantForm:
    row = uow.get(TenantForm, form_id)
    require(policies.holds(uow.actor, row), "own.denied")
    return row


def _form(uow: UnitOfWork, row: TenantForm) -> forms.Prepared:
    return definitions.prepared(definitions.version(uow.session, uow.actor, row.form_version_id))


def _answers(uow: UnitOfWork, row: TenantForm) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(uow.reveal(row, "answers") or "{}")
    return told


def _keep(uow: UnitOfWork, row: TenantForm, answers: dict[str, Any]) -> None:
    uow.seal(row, "answers", forms.canonical(answers).decode())
    row.saved_at = uow.now
    flag_modified(row, "saved_at")  # so that every save counts up the version
    uow.session.flush()


def _post(uow: UnitOfWork, row: TenantForm, subject: str, body: str, key: str) -> None:
    if row.by_mail:
        uow.post_mail(to=row.sent_to, subject=subject, body=body, key=key, case_id=row.case_id)
    else:
        uow.post_sms(to=row.sent_to, body=body, key=key, case_id=row.case_id)
