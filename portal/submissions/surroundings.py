"""What a form knows of its case without asking: values by path, people, answers that later stages have ready."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from babel import Locale
from sqlalchemy.orm import Session, load_only

import forms
from portal.accounts.queries import names, organisation_names
from portal.cases.models import Case
from portal.core.policy import Actor, scoped
from portal.core.uow import UnitOfWork
from portal.definitions.trying import Known
from portal.parties.models import Dwelling, Person
from portal.parties.rules import full_name
from portal.submissions import queries
from portal.submissions.lists import Lists
from portal.submissions.models import Submission

Values = Callable[[Session, Actor, Case], Mapping[str, Any]]
Ready = Callable[[UnitOfWork, Case, uuid.UUID], Mapping[str, Any]]

MOST_CASES = 50

_values: list[Values] = []
_ready: dict[str, Ready] = {}


def tell(values: Values) -> None:
    """Let a later stage add values by path; said once, where the stages meet."""
    if values not in _values:
        _values.append(values)


def prepare(family_key: str, ready: Ready) -> None:
    """Let a later stage fill answers of a new form beforehand; said once per form, where the stages meet."""
    if _ready.setdefault(family_key, ready) is not ready:
        raise RuntimeError(f"{family_key} is prepared already")


def around(
    session: Session, actor: Actor, case: Case, found: Submission, own: frozenset[str], today: dt.date,
    form: forms.Prepared, named: bool = True,
) -> forms.Context:  # fmt: skip
    """Return what *form*, that of *found*, asks to know; only what the actor may see of the case is in it.

    Without *named* people are looked up only when a question is about them.
    """
    people = queries.people(session, actor, case.id) if named or "people" in form.sources else None
    return forms.Context(
        today, people, own, previous=_before(session, actor, found, form),
        case=_known(session, actor, case, found.person_id, form.paths), records=Lists(session, actor, case),
    )  # fmt: skip


def of_reference(session: Session, actor: Actor, reference: str, person: str) -> Known | None:
    """Return what the actor may see of the case with this reference, for a form about *person* that is tried out."""
    case = session.scalars(scoped(Case, actor).where(Case.reference == reference)).one_or_none()
    people = queries.people(session, actor, case.id) if case else ()
    if case is None or not people:
        return None
    about = person if person in dict(people) else people[0][0]
    known = _known(session, actor, case, uuid.UUID(about), frozenset(forms.PATHS))
    return Known(known, people, about, Lists(session, actor, case))


def newest_references(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Return the newest cases that the actor may read, as reference and address, for a form that is tried out."""
    query = scoped(Case, actor).order_by(Case.opened_on.desc(), Case.id).limit(MOST_CASES)
    return [(row.reference, row.address) for row in session.scalars(query.options(load_only(Case.reference, Case.address)))]


def begin(
    uow: UnitOfWork, case: Case, person_id: uuid.UUID, form: forms.Prepared, context: forms.Context
) -> dict[str, Any]:
    """Return the answers a new form begins with: defaults, what the case knows, what a later stage has ready.

    What does not fit the form is left out: whoever fills in sees and may change every answer.
    """
    begun = dict(forms.start(form, context))
    ready = _ready.get(form.definition.key)
    offered = ready(uow, case, person_id) if ready else {}
    for id_, value in offered.items():
        entry = form.entries.get(id_)
        if entry is not None and entry.group is None and value is not None:
            cleaned = forms.clean(form, {**begun, id_: value}, context)
            if not cleaned.faults:
                begun = cleaned.answers
    return begun


def _before(session: Session, actor: Actor, found: Submission, form: forms.Prepared) -> dict[str, Any]:
    """Return the answers of the time before that expressions of the form speak of; those of care only when opened."""
    if not form.looks_back:
        return {}
    row = queries.sent_before(session, actor, found)
    told = queries.answers(session, actor, row) if row else {}
    return {id_: told[id_] for id_ in form.looks_back & told.keys()}


def _known(session: Session, actor: Actor, case: Case, person_id: uuid.UUID, wanted: frozenset[str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "case.reference": case.reference, "case.state": case.state.value, "case.opened_on": case.opened_on,
    }  # fmt: skip
    groups = {path.partition(".")[0] for path in wanted}
    if "person" in groups:
        found |= _of_person(session, actor, person_id)
    if wanted & {"case.address", "case.postcode"}:
        found |= _of_dwelling(session, actor, case)
    if "corporation" in groups:
        found["corporation.name"] = organisation_names(session, actor, [case.corporation_id]).get(case.corporation_id)
    if "expert" in groups and case.expert_id:
        found["expert.name"] = names(session, actor, [case.expert_id]).get(case.expert_id)
    if wanted - found.keys() - {"today"}:
        for values in _values:
            found |= values(session, actor, case)
    return {path: value for path, value in found.items() if path in wanted and value not in (None, "")}


def _of_person(session: Session, actor: Actor, person_id: uuid.UUID) -> dict[str, Any]:
    person = session.scalars(scoped(Person, actor).where(Person.id == person_id)).one_or_none()
    if person is None:
        return {}
    return {
        "person.full_name": full_name(person), "person.birth_year": person.birth_year, "person.phone": person.phone,
        "person.email": person.email, "person.language": Locale("nl").languages.get(person.language),
    }  # fmt: skip


def _of_dwelling(session: Session, actor: Actor, case: Case) -> dict[str, Any]:
    home = session.scalars(scoped(Dwelling, actor).where(Dwelling.id == case.dwelling_id)).one_or_none()
    if home is None:
        return {}
    address = {
        "postcode": home.postcode.replace(" ", ""), "number": home.number, "letter": home.letter,
        "addition": home.addition, "street": home.street, "city": home.town,
    }  # fmt: skip
    return {"case.address": {part: value for part, value in address.items() if value}, "case.postcode": home.postcode}
