"""What the desk decides on plain values: whose turn is mine, how near a deadline is, and which events tell a story."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_TURN_OF_ROLE = {
    "bureau_admin": "bureau",
    "bureau_staff": "bureau",
    "legal": "legal",
    "corporation_staff": "corporation",
    "expert": "expert",
    "social_team": "social_team",
}


def my_turns(roles: Iterable[str]) -> frozenset[str]:
    """Tell which turns are those of somebody with these roles.

    >>> sorted(my_turns(["expert", "auditor"]))
    ['expert']
    """
    return frozenset(_TURN_OF_ROLE[role] for role in roles if role in _TURN_OF_ROLE)


class Nearness(StrEnum):
    """How near a deadline is."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    NONE = "none"


def nearness(due: dt.date | None, today: dt.date) -> tuple[Nearness, int]:
    """Tell how near a deadline is, and by how many days.

    >>> today = dt.date(2026, 6, 6)
    >>> [nearness(today + dt.timedelta(days=n), today)[0].value for n in (-3, 0, 6, 30)], nearness(None, today)[0].value
    (['late', 'today', 'soon', 'later'], 'none')
    """
    if due is None:
        return Nearness.NONE, 0
    days = (due - today).days
    if days < 0:
        return Nearness.LATE, -days
    if days == 0:
        return Nearness.TODAY, 0
    return (Nearness.SOON if days <= 7 else Nearness.LATER), days


class Kind(StrEnum):
    """The types by which a timeline is narrowed."""

    COURSE = "voortgang"
    INCIDENT = "meldingen"
    CONTACT = "contact"
    FORM = "formulieren"
    AGREEMENT = "afspraken"
    DOCUMENT = "stukken"


@dataclass(frozen=True, slots=True)
class Telling:
    """How an event stands in the timeline: its type, whom it is for, whether it is a milestone, and whose act it was.

    With `by` false nobody is named: what followed by itself was nobody's act.
    """

    kind: Kind
    compartment: str = "A"
    major: bool = False
    by: bool = True


EVENTS: dict[str, Telling] = {
    "case.referred": Telling(Kind.COURSE, major=True),
    "case.assigned": Telling(Kind.COURSE),
    "case.moved": Telling(Kind.COURSE, major=True),
    "case.tenant_told": Telling(Kind.COURSE),
    "case.participant_added": Telling(Kind.COURSE),
    "case.household_stated": Telling(Kind.COURSE),
    "incident.logged": Telling(Kind.INCIDENT, "B"),
    "incident.changed": Telling(Kind.INCIDENT, "B"),
    "incident.corrected": Telling(Kind.INCIDENT, "B"),
    "incident.verified": Telling(Kind.INCIDENT, "B"),
    "incident.heard": Telling(Kind.INCIDENT, "B"),
    "reporter.revealed": Telling(Kind.INCIDENT, "B"),
    "contact.logged": Telling(Kind.CONTACT),
    "help.offered": Telling(Kind.CONTACT),
    "help.answered": Telling(Kind.CONTACT),
    "document.filed": Telling(Kind.DOCUMENT),
    "submission.started": Telling(Kind.FORM),
    "submission.submitted": Telling(Kind.FORM),
    "submission.returned": Telling(Kind.FORM),
    "submission.accepted": Telling(Kind.FORM, major=True),
    "submission.corrected": Telling(Kind.FORM),
    "submission.renewed": Telling(Kind.FORM),
    "handover.answered": Telling(Kind.COURSE, major=True),
    "own_form.offered": Telling(Kind.FORM, compartment="C"),
    "own_form.sent": Telling(Kind.FORM, compartment="C", major=True),
    "agreement.drafted": Telling(Kind.AGREEMENT),
    "agreement.draft_discarded": Telling(Kind.AGREEMENT),
    "agreement.frozen": Telling(Kind.AGREEMENT),
    "agreement.sent_anyway": Telling(Kind.AGREEMENT),
    "agreement.offered": Telling(Kind.AGREEMENT, major=True),
    "agreement.superseded": Telling(Kind.AGREEMENT, by=False),
    "agreement.replaced": Telling(Kind.AGREEMENT, by=False),
    "agreement.signed": Telling(Kind.AGREEMENT, major=True, by=False),
    "agreement.took_effect": Telling(Kind.AGREEMENT, major=True, by=False),
    "agreement.extended": Telling(Kind.AGREEMENT, major=True),
    "agreement.ended": Telling(Kind.AGREEMENT, major=True),
    "signing.invited": Telling(Kind.AGREEMENT, by=False),
    "signing.signed": Telling(Kind.AGREEMENT),
    "signing.refused": Telling(Kind.AGREEMENT, major=True),
    "signing.withdrawn": Telling(Kind.AGREEMENT, major=True),
    "signing.link_expired": Telling(Kind.AGREEMENT, by=False),
    "signing.link_locked": Telling(Kind.AGREEMENT, by=False),
    "signing.delegated": Telling(Kind.AGREEMENT),
    "signing.paper_received": Telling(Kind.AGREEMENT),
    "signing.paper_rejected": Telling(Kind.AGREEMENT),
    "signing.letter_filed": Telling(Kind.DOCUMENT, by=False),
    "signing.question_asked": Telling(Kind.AGREEMENT),
    "signing.question_answered": Telling(Kind.AGREEMENT),
    "document.sealed": Telling(Kind.AGREEMENT, major=True, by=False),
    "dossier.composed": Telling(Kind.DOCUMENT, "B"),
    "dossier.filed": Telling(Kind.DOCUMENT, "B", major=True),
    "dossier.care_released": Telling(Kind.DOCUMENT, "B"),
}
"""Events of a case that the timeline tells; what is not named here is not told.

An event that carries its own `compartment` is for whoever reads that one.
"""


def names_of(kind: Kind | None) -> tuple[str, ...]:
    """List the events of one type, of all types without one."""
    return tuple(name for name, telling in EVENTS.items() if kind is None or telling.kind is kind)


def is_for(name: str, stated: str | None, readable: Iterable[str]) -> bool:
    """Tell whether an event is for somebody who reads these compartments.

    >>> is_for("incident.logged", None, ["A", "C"]), is_for("contact.logged", "C", ["A", "B"])
    (False, False)
    """
    return name in EVENTS and (stated or EVENTS[name].compartment) in set(readable)
