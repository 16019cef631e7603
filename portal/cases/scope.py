"""Which rows of a case an actor may see: by organisation, by assignment, and by compartment.

A (shared) and B (corporation) are for the corporation of the case and the bureau, A and C (care) for the assigned
expert, A for the tenant, an offered handover for the social team. Nobody else sees a row; the system sees all.
A model of a later stage that needs another rule sets `OWN_ROW_RULE = True` and registers its own.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from portal.cases.models import (
    Case,
    CaseNumber,
    Participant,
    ReferralDraft,
    ReferralUpload,
)
from portal.cases.rules import CaseState
from portal.core.blobs import StoredFile
from portal.core.db import Base, CaseBound, Compartment
from portal.core.policy import Actor, RowRule, rows_of, ruled_models
from portal.definitions.models import CustomAnswers, CustomValue
from portal.definitions.rules.records import RecordKind
from portal.parties.models import Dwelling, Person, RegisterCheck, Representation

BUREAU = ("bureau_admin", "bureau_staff", "legal")
HANDOVER = (CaseState.HANDOVER_OFFERED, CaseState.HANDOVER_ACCEPTED, CaseState.AFTERCARE)
_A, _B, _C = Compartment.SHARED, Compartment.CORPORATION, Compartment.CARE

Condition = sa.ColumnElement[bool]


def _own_cases(actor: Actor) -> Condition:
    own = actor.organisations("corporation_staff")
    # One value, said as equal, lets an index that begins with it give the order of a list as well.
    return Case.corporation_id == next(iter(own)) if len(own) == 1 else Case.corporation_id.in_(own)


def _assigned_cases(actor: Actor) -> Condition:
    return Case.expert_id == actor.id


def _offered_cases(actor: Actor) -> Condition:
    return sa.and_(Case.social_team_id.in_(actor.organisations("social_team")), Case.state.in_(HANDOVER))


def offered_to(actor: Actor, model: Any) -> Condition:
    """Say which rows of a case belong to one whose handover was offered to the actor's social team."""
    return _in_cases(model, _offered_cases(actor))


def cases_of(actor: Actor) -> Condition:
    """Say which cases an actor may see."""
    if actor.kind == "tenant":
        return Case.id == actor.case_id
    if actor.kind != "user":
        return sa.false()
    if actor.has(*BUREAU):
        return sa.true()
    ways: list[Condition] = []
    if actor.has("corporation_staff"):
        ways.append(_own_cases(actor))
    if actor.has("expert"):
        ways.append(_assigned_cases(actor))
    if actor.has("social_team"):
        ways.append(_offered_cases(actor))
    return sa.or_(sa.false(), *ways)


def readable(actor: Actor, case: Case) -> frozenset[Compartment]:
    """Say which compartments of a case, which the actor may see, the actor reads."""
    found: set[Compartment] = set()
    if actor.kind == "system":
        return frozenset(Compartment)
    if actor.kind == "tenant" and actor.case_id == case.id:
        found.add(_A)
    if actor.has(*BUREAU) or case.corporation_id in actor.organisations("corporation_staff"):
        found |= {_A, _B}
    if actor.has("expert") and case.expert_id == actor.id:
        found |= {_A, _C}
    return frozenset(found)


def case_rows(model: Any) -> RowRule:
    """Make the row rule of a model whose rows belong to a case, by its compartment."""

    def rule(actor: Actor) -> Condition:
        if actor.kind == "tenant":
            return sa.and_(model.case_id == actor.case_id, _within(model, _A))
        if actor.kind != "user":
            return sa.false()
        ways: list[Condition] = []
        if actor.has(*BUREAU):
            ways.append(_within(model, _A, _B))
        if actor.has("corporation_staff"):
            ways.append(sa.and_(_in_cases(model, _own_cases(actor)), _within(model, _A, _B)))
        if actor.has("expert"):
            ways.append(sa.and_(_in_cases(model, _assigned_cases(actor)), _within(model, _A, _C)))
        return sa.or_(sa.false(), *ways)

    return rule


def _in_cases(model: Any, condition: Condition) -> Condition:
    found: Condition = model.case_id.in_(sa.select(Case.id).where(condition))
    return found


def _within(model: Any, *compartments: Compartment) -> Condition:
    column = getattr(model, "compartment", None)
    if column is not None:
        found: Condition = column.in_(compartments)
        return found
    return sa.true() if model.COMPARTMENT in compartments else sa.false()


def _persons(actor: Actor) -> Condition:
    if actor.kind == "tenant":
        return Person.id == actor.person_id
    if actor.kind != "user":
        return sa.false()
    if actor.has(*BUREAU):
        return sa.true()
    return sa.or_(Person.owner_id.in_(_keepers(actor)), Person.id.in_(_participants(actor)))


def _participants(actor: Actor) -> sa.Select[Any]:
    in_cases = sa.select(Case.id).where(cases_of(actor))
    return sa.select(Participant.person_id).where(Participant.case_id.in_(in_cases))


def _keepers(actor: Actor) -> frozenset[Any]:
    return actor.organisations("corporation_staff", "expert")


def _of_persons(model: Any) -> RowRule:
    def rule(actor: Actor) -> Condition | None:
        if actor.kind == "user" and actor.has(*BUREAU):
            return None
        found: Condition = model.person_id.in_(sa.select(Person.id).where(_persons(actor)))
        return found

    return rule


def _dwellings(actor: Actor) -> Condition:
    if actor.kind == "user" and actor.has(*BUREAU):
        return sa.true()
    in_cases = Dwelling.id.in_(sa.select(Case.dwelling_id).where(cases_of(actor)))
    return sa.or_(Dwelling.owner_id.in_(actor.organisations("corporation_staff")), in_cases)


def _custom_fields(model: Any) -> RowRule:
    """Make the row rule of custom fields: whoever sees the record, in each role by itself, reads the role's part."""

    def rule(actor: Actor) -> Condition:
        if actor.kind != "user":
            return sa.false()
        ways: list[Condition] = []
        if actor.has(*BUREAU):
            ways.append(_within(model, _A, _B))
        for role, own in (("corporation_staff", (_A, _B)), ("expert", (_A,))):
            one = actor.only(role)
            if one.memberships:
                ways.append(sa.and_(_of_records(model, one), _within(model, *own)))
        return sa.or_(sa.false(), *ways)

    return rule


def _of_records(model: Any, actor: Actor) -> Condition:
    seen = {
        RecordKind.CASE: sa.select(Case.id).where(cases_of(actor)),
        RecordKind.PERSON: sa.select(Person.id).where(_persons(actor)),
        RecordKind.DWELLING: sa.select(Dwelling.id).where(_dwellings(actor)),
    }
    return sa.or_(*(sa.and_(model.record_kind == kind, model.record_id.in_(ids)) for kind, ids in seen.items()))


def _drafts(actor: Actor) -> Condition:
    return ReferralDraft.user_id == actor.id if actor.kind == "user" else sa.false()


def _uploads(actor: Actor) -> Condition:
    return ReferralUpload.draft_id.in_(sa.select(ReferralDraft.id).where(_drafts(actor)))


def _files(actor: Actor) -> Condition:
    in_draft = StoredFile.id.in_(sa.select(ReferralUpload.stored_file_id).where(_uploads(actor)))
    ways = case_rows(StoredFile)(actor)
    return sa.or_(in_draft, ways) if ways is not None else sa.true()


def register() -> None:
    """Register the row rules of this stage, and the usual one for every other row of a case known by now."""
    own: dict[type[Base], RowRule] = {
        Case: cases_of,
        CaseNumber: lambda actor: sa.true() if actor.kind == "user" else sa.false(),
        Person: _persons,
        Representation: _of_persons(Representation),
        RegisterCheck: _of_persons(RegisterCheck),
        Dwelling: _dwellings,
        ReferralDraft: _drafts,
        ReferralUpload: _uploads,
        StoredFile: _files,
        CustomAnswers: _custom_fields(CustomAnswers),
        CustomValue: _custom_fields(CustomValue),
    }
    for model, rule in own.items():
        if model not in ruled_models():
            rows_of(model, rule)
    for mapper in list(Base.registry.mappers):
        model = mapper.class_
        usual = issubclass(model, CaseBound) and not getattr(model, "OWN_ROW_RULE", False)
        if usual and model not in ruled_models():
            rows_of(model, case_rows(model))


register()

__all__ = ["BUREAU", "case_rows", "cases_of", "offered_to", "readable"]
