"""Commands on the draft of an agreement: beginning it, changing its parts, choosing clauses."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from portal.accounts import queries as accounts
from portal.accounts.rules import Role
from portal.agreements import drafting, policies, queries
from portal.agreements.content import Terms
from portal.agreements.events import AgreementChanged, AgreementDrafted, DraftDiscarded
from portal.agreements.models import Agreement, AgreementDraft
from portal.agreements.rules import VersionState
from portal.agreements.services.prefill import first_terms, people
from portal.agreements.services.proposing import with_proposals
from portal.agreements.template import Template
from portal.cases import services as cases
from portal.cases.models import Case
from portal.cases.rules import CaseState
from portal.clauses import queries as library
from portal.clauses.rules import Values, require_allowed
from portal.core import clock
from portal.core.errors import Conflict, Invalid, Missing
from portal.core.plaintext import free_text
from portal.core.policy import SYSTEM, acting, require
from portal.core.uow import UnitOfWork
from portal.submissions.models import Submission
from portal.submissions.rules import SubmissionState

EDITABLE = frozenset(
    {
        "occasion", "responses", "purpose", "months", "starts_on", "extension", "help", "corporation_duties", "contact",
        "expert_duties", "exchange", "evaluations", "ladder", "criteria", "social_team", "complaint", "legal_help",
        "reflection_days", "understanding",
    }
)  # fmt: skip
"""Parts of the terms that staff write; parties and clauses have commands of their own."""


LEAST_REASON = 10
"""A reason shorter than this says nothing to who reads it in two years."""


def draft(
    uow: UnitOfWork, case_id: uuid.UUID, template_key: str = "voluntary", submission_id: uuid.UUID | None = None, *,
    propose: bool = False,
) -> Agreement:  # fmt: skip
    """Begin an agreement in a case with what the case and an accepted submission know; asked again it is the same.

    With *propose* the clauses that fit the incidents and the goals stand in it, to be changed or taken out.

    Raises Denied, Invalid("agreement.template"), Conflict("agreement.exists", "agreement.submission",
    "agreement.template_withdrawn"), Missing.
    """
    case = uow.get(Case, case_id)
    require(policies.may_draft(uow.actor, case), "agreement.draft")
    chosen = _template(uow, template_key)
    earlier = queries.agreements_of(uow.session, uow.actor, case_id)
    for one in earlier:
        if queries.draft_of(uow.session, uow.actor, one.id):
            return one
    _refuse_second(uow, earlier)
    if submission_id and uow.get(Submission, submission_id).state is not SubmissionState.ACCEPTED:
        raise Conflict("agreement.submission")
    if case.state is CaseState.INTAKE:
        cases.move(uow, case_id, "plan")
    row = uow.add(
        Agreement(case_id=case_id, number=len(earlier) + 1, template_key=template_key, submission_id=submission_id)
    )
    terms = first_terms(uow, case, chosen, submission_id)
    _open_draft(uow, row, with_proposals(uow, terms) if propose else terms)
    uow.record(AgreementDrafted(case_id, row.id, row.number, template_key))
    return row


def _template(uow: UnitOfWork, key: str) -> Template:
    try:
        found = queries.template_of(uow.session, key)
    except LookupError:
        raise Invalid("agreement.template", field="template") from None
    with acting(uow.session, SYSTEM):
        standing = queries.family(uow.session, SYSTEM, key)
    if standing is not None and standing.withdrawn_at is not None:
        raise Conflict("agreement.template_withdrawn", field="template")
    return found


def _refuse_second(uow: UnitOfWork, earlier: list[Agreement]) -> None:
    """A case has one agreement at a time; a next version of it comes by `amend`."""
    for one in earlier:
        rows = queries.versions(uow.session, uow.actor, one.id)
        if rows and rows[0].state is not VersionState.ENDED:
            raise Conflict("agreement.exists", number=one.number)


def amend(uow: UnitOfWork, agreement_id: uuid.UUID, template_key: str = "") -> AgreementDraft:
    """Open a draft of the next version, with the terms of the newest one and the parties as they are today.

    With another template the fixed text, the purpose and the duration are that template's. Raises Denied,
    Conflict("agreement.no_version", "agreement.over", "agreement.template_withdrawn"), Invalid("agreement.template").
    """
    chosen = _template(uow, template_key) if template_key else None
    agreement, case = _agreement(uow, agreement_id)
    require(policies.may_change(uow.actor, case), "agreement.change")
    existing = queries.draft_of(uow.session, uow.actor, agreement_id)
    if existing:
        return existing
    rows = queries.versions(uow.session, uow.actor, agreement_id)
    if not rows:
        raise Conflict("agreement.no_version")
    if rows[0].state is VersionState.ENDED:
        raise Conflict("agreement.over")
    terms = Terms.model_validate({name: rows[0].content[name] for name in Terms.model_fields})
    if chosen:
        agreement.template_key = chosen.key
        first = chosen.first()
        told = {
            "purpose": first.purpose,
            "months": first.months,
            "evaluations": (),
            "starts_on": None,
        }
        terms = terms.model_copy(update=told)
    row = _open_draft(uow, agreement, _with_people_of_today(uow, case, terms))
    uow.record(AgreementDrafted(agreement.case_id, agreement.id, agreement.number, agreement.template_key))
    return row


def discard(uow: UnitOfWork, agreement_id: uuid.UUID) -> None:
    """Close the open draft without making a version; what was frozen before stays. Raises Denied, Missing."""
    row, case = _draft(uow, agreement_id)
    require(policies.may_change(uow.actor, case), "agreement.change")
    row.open = False
    uow.session.flush()
    uow.record(DraftDiscarded(row.case_id, agreement_id))


def edit(
    uow: UnitOfWork, agreement_id: uuid.UUID, version: int | None = None, change: Mapping[str, Any] | None = None
) -> AgreementDraft:
    """Replace parts of the terms; *change* names them (see EDITABLE) with their new values.

    Raises Denied, Conflict("row.stale"), Invalid("agreement.part", "agreement.invalid", "text.…").
    """
    row, case = _draft(uow, agreement_id, version)
    require(policies.may_change(uow.actor, case), "agreement.change")
    cleaned = {name: _clean(value, name) for name, value in (change or {}).items()}
    unknown = sorted(set(cleaned) - EDITABLE)
    if unknown:
        raise Invalid("agreement.part", field=unknown[0])
    return _save(uow, row, _merged(queries.terms_of(row), cleaned), ", ".join(sorted(cleaned)))


def name_signer(
    uow: UnitOfWork, agreement_id: uuid.UUID, user_id: uuid.UUID, function: str = "", mandate: str = "",
    version: int | None = None,
) -> AgreementDraft:  # fmt: skip
    """Say who signs for the corporation, with function and mandate.

    Raises Denied, Conflict("row.stale"), Invalid("agreement.signer") for somebody who does not work there.
    """
    row, case = _draft(uow, agreement_id, version)
    require(policies.may_change(uow.actor, case), "agreement.change")
    with acting(uow.session, SYSTEM):
        found = accounts.members(
            uow.session, SYSTEM, organisation_id=case.corporation_id, user_id=user_id, roles=[Role.CORPORATION_STAFF]
        )
    if not found:
        raise Invalid("agreement.signer", field="user_id")
    terms = queries.terms_of(row)
    named = {"signatory_id": str(user_id), "signatory_name": found[0].user.name, "function": _clean(function, "function"),
             "mandate": _clean(mandate, "mandate")}  # fmt: skip
    party = terms.corporation.model_copy(update=named)
    return _save(uow, row, terms.model_copy(update={"corporation": party}), "corporation")


def refresh_people(uow: UnitOfWork, agreement_id: uuid.UUID, version: int | None = None) -> AgreementDraft:
    """Read tenants, representatives and register checks anew from the case.

    Raises Denied, Conflict("row.stale").
    """
    row, case = _draft(uow, agreement_id, version)
    require(policies.may_change(uow.actor, case), "agreement.change")
    return _save(uow, row, _with_people_of_today(uow, case, queries.terms_of(row)), "parties")


def put_clause(
    uow: UnitOfWork, agreement_id: uuid.UUID, code: str, parameters: Values | None = None,
    addressees: Iterable[str] = (), incidents: Iterable[int] = (), place: int | None = None, version: int | None = None,
    goals: Iterable[str] = (), own: drafting.Own | None = None,
) -> int:  # fmt: skip
    """Put a clause of the library in, at the end or in *place* of another, with staff's *own* words if given; return
    its number.

    A clause that is changed in its place keeps the version that it came from; `renew_clause` takes a newer one over.
    A parameter that is not named keeps its default; one left open blocks freezing. Raises Denied, Missing
    ("clause.unknown"), Conflict("row.stale"), Invalid("clause.value.…", "agreement.addressee", "agreement.incident", "agreement.goal",
    "agreement.deviation_reason", "clause.refused.…").
    """
    row, case = _draft(uow, agreement_id, version)
    require(policies.may_change(uow.actor, case), "agreement.change")
    terms = queries.terms_of(row)
    with acting(uow.session, SYSTEM):
        there = next((one for one in terms.clauses if one.number == place and one.code == code), None)
        entry = (
            library.held(uow.session, SYSTEM, code, there.version)
            if there
            else library.by_code(uow.session, SYSTEM, code, active=place is None)
        )
    given = {
        name: _clean(value, name) if isinstance(value, str) else value for name, value in (parameters or {}).items()
    }
    whom, why = tuple(dict.fromkeys(addressees)), tuple(incidents)
    if set(whom) - {one.key for one in terms.tenants}:
        raise Invalid("agreement.addressee", field="addressees")
    if set(why) - {one.number for one in terms.occasion.incidents}:
        raise Invalid("agreement.incident", field="incidents")
    what_for = tuple(goals)
    if set(what_for) - {one.goal for one in terms.help}:
        raise Invalid("agreement.goal", field="goals")
    mine = drafting.Own(*(_own(getattr(own, name), name) for name in ("text", "plain", "reason"))) if own else None
    item = drafting.clause_item(entry.body, entry.number, place or 1, given, whom, why, what_for, mine)
    if item.deviation and len(item.deviation.reason) < LEAST_REASON:
        raise Invalid("agreement.deviation_reason", field="reason")
    require_allowed(item.text, "own_text")
    require_allowed(item.plain, "own_plain")
    changed = drafting.with_clause(terms, item, place)
    _save(uow, row, changed, f"clause {code}")
    return place or len(changed.clauses)


def renew_clause(uow: UnitOfWork, agreement_id: uuid.UUID, place: int, version: int | None = None) -> AgreementDraft:
    """Take the offered version of a clause over, with what was filled in; staff's own words stay.

    Raises Denied, Missing("clause.unknown"), Conflict("row.stale"), Invalid("agreement.clause_unknown").
    """
    row, case = _draft(uow, agreement_id, version)
    require(policies.may_change(uow.actor, case), "agreement.change")
    terms = queries.terms_of(row)
    item = next((one for one in terms.clauses if one.number == place), None)
    if item is None:
        raise Invalid("agreement.clause_unknown", field="number", number=place)
    with acting(uow.session, SYSTEM):
        entry = library.by_code(uow.session, SYSTEM, item.code)
    renewed = drafting.renewed(item, entry.body, entry.number)
    require_allowed(renewed.text, "own_text")
    return _save(uow, row, drafting.with_clause(terms, renewed, place), f"clause {item.code}")


def remove_clause(uow: UnitOfWork, agreement_id: uuid.UUID, place: int, version: int | None = None) -> AgreementDraft:
    """Take the clause with this number out. Raises Denied, Conflict("row.stale"), Invalid("agreement.clause_unknown")."""
    row, case = _draft(uow, agreement_id, version)
    require(policies.may_change(uow.actor, case), "agreement.change")
    return _save(uow, row, drafting.without_clause(queries.terms_of(row), place), "clauses")


def move_clause(
    uow: UnitOfWork, agreement_id: uuid.UUID, place: int, to: int, version: int | None = None
) -> AgreementDraft:
    """Give a clause another number. Raises Denied, Conflict("row.stale"), Invalid("agreement.clause_unknown")."""
    row, case = _draft(uow, agreement_id, version)
    require(policies.may_change(uow.actor, case), "agreement.change")
    return _save(uow, row, drafting.moved_clause(queries.terms_of(row), place, to), "clauses")


def _own(text: str, name: str) -> str:
    limit = 300 if name == "reason" else 2_000
    cleaned = free_text(text, limit, field=name if name == "reason" else f"own_{name}")
    if name != "reason" and set(cleaned) & set("{}[]"):
        raise Invalid("clause.value.text", field=f"own_{name}", most=limit)
    return cleaned


# ---- inside --------------------------------------------------------------------------------------------------------


def _agreement(uow: UnitOfWork, agreement_id: uuid.UUID) -> tuple[Agreement, Case]:
    agreement = uow.get(Agreement, agreement_id)
    return agreement, uow.get(Case, agreement.case_id)


def _draft(uow: UnitOfWork, agreement_id: uuid.UUID, version: int | None = None) -> tuple[AgreementDraft, Case]:
    """Lock the open draft of an agreement; Missing("agreement.no_draft") where there is none."""
    agreement, case = _agreement(uow, agreement_id)
    found = queries.draft_of(uow.session, uow.actor, agreement.id)
    if found is None:
        raise Missing("agreement.no_draft")
    return uow.get(AgreementDraft, found.id, version), case


def _open_draft(uow: UnitOfWork, agreement: Agreement, terms: Terms) -> AgreementDraft:
    content = terms.model_dump(mode="json")
    old = queries.any_draft(uow.session, uow.actor, agreement.id)
    if old is None:
        return uow.add(
            AgreementDraft(
                case_id=agreement.case_id,
                agreement_id=agreement.id,
                content=content,
                changed_by=uow.actor.id,
                changed_at=uow.now,
            )
        )
    row = uow.get(AgreementDraft, old.id)
    row.content, row.changed_by, row.changed_at, row.open = content, uow.actor.id, uow.now, True
    uow.session.flush()
    return row


def _save(uow: UnitOfWork, row: AgreementDraft, terms: Terms, part: str) -> AgreementDraft:
    row.content = terms.model_dump(mode="json")
    row.changed_by, row.changed_at = uow.actor.id, uow.now
    uow.session.flush()
    uow.record(AgreementChanged(row.case_id, row.agreement_id, part[:200]))
    return row


def _merged(terms: Terms, change: Mapping[str, Any]) -> Terms:
    try:
        return Terms.model_validate(terms.model_dump(mode="json") | dict(change))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise Invalid("agreement.invalid", field=place, errors=[place]) from None


def _clean(value: Any, field: str) -> Any:
    """Clean every text inside *value*: no control characters, bounded, no citizen service number."""
    if isinstance(value, str):
        return free_text(value, 8_000, field=field)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _clean(inside, field) for name, inside in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inside, field) for inside in value[:200]]
    if hasattr(value, "model_dump"):
        return _clean(value.model_dump(mode="json"), field)
    return value


def _with_people_of_today(uow: UnitOfWork, case: Case, terms: Terms) -> Terms:
    """Put today's parties in; clauses and responses of somebody who is no party any more lose that person."""
    with acting(uow.session, SYSTEM):
        tenants, representatives = people(uow, case, clock.local(uow.now).date())
    keys = {one.key for one in tenants}
    clauses = [
        one.model_copy(update={"addressees": tuple(key for key in one.addressees if key in keys)})
        for one in terms.clauses
    ]
    return Terms.model_validate(
        terms.model_dump(mode="json")
        | {
            "tenants": [one.model_dump(mode="json") for one in tenants],
            "representatives": [one.model_dump(mode="json") for one in representatives],
            "responses": [one.model_dump(mode="json") for one in terms.responses if one.tenant in keys],
            "clauses": [one.model_dump(mode="json") for one in clauses],
        }
    )
