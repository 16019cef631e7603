"""Clauses to begin with: for each kind of incident the one that is made for it, and help where goals were agreed."""

from __future__ import annotations

from portal.agreements import words
from portal.agreements.content import ClauseItem, Terms
from portal.agreements.drafting import clause_item
from portal.agreements.facts import facts_of
from portal.clauses import queries as library
from portal.clauses.facts import applies
from portal.clauses.queries import Entry
from portal.clauses.rules import Values, missing
from portal.core.policy import SYSTEM, acting
from portal.core.uow import UnitOfWork

HELP = "G1"
"""The clause on working with the help that was agreed."""
GENERAL = "other"


def with_proposals(uow: UnitOfWork, terms: Terms) -> Terms:
    """Put the clauses in that fit the case and need nothing filled in; staff change them or take them out."""
    with acting(uow.session, SYSTEM):  # the library is no secret of a case
        entries = library.library(uow.session, SYSTEM)
    facts = facts_of(terms)
    fitting = [one for one in entries if one.body.condition is not None and applies(one.body.condition, facts)]
    made: list[ClauseItem] = []
    for category, said in words.CATEGORIES.items():
        numbers = [one.number for one in terms.occasion.incidents if one.category == said]
        chosen = _made_for(fitting, category) if numbers and category != GENERAL else None
        if chosen:
            made.append(_item(chosen, len(made) + 1, chosen.body.defaults(), numbers))
    goals = [one.goal for one in terms.help if one.goal]
    help_ = next((one for one in fitting if one.body.code == HELP), None)
    if help_ and goals and terms.expert.organisation:
        values = help_.body.defaults() | {"organisation": terms.expert.organisation}
        numbers = [one.number for one in terms.occasion.incidents]
        if not missing(help_.body, values):
            made.append(_item(help_, len(made) + 1, values, numbers, goals))
    return terms.model_copy(update={"clauses": tuple(made)})


def _made_for(fitting: list[Entry], category: str) -> Entry | None:
    """Return the clause that is about this kind of incident before all else, the narrowest one first."""
    whole = [
        one for one in fitting if one.body.categories[:1] == (category,) and not missing(one.body, one.body.defaults())
    ]
    return min(whole, key=lambda one: len(one.body.categories), default=None)


def _item(entry: Entry, place: int, values: Values, incidents: list[int], goals: list[str] | None = None) -> ClauseItem:
    return clause_item(entry.body, entry.number, place, values, (), incidents, goals or ())
