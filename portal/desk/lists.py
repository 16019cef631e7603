"""The case list and Today: few statements, whatever the number of cases."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.accounts.models import Membership, Organisation, User
from portal.accounts.rules import OrganisationKind, Role
from portal.cases.models import NEVER, Case
from portal.cases.rules import CaseState, Turn, parse_reference
from portal.cases.scope import cases_of
from portal.core.db import Identifier
from portal.core.policy import Actor, read_rows, scoped
from portal.core.search import fold
from portal.desk.rules import my_turns
from portal.web.paging import MOST, Keyset, Order, Page
from portal.web.references import Reference

SIZE = 50
VIEWS = ("beurt", "laat", "huurder", "lopend", "alles")
SORTS: Mapping[str, Order] = {
    "termijn": [(Case.next_due, "asc"), (Case.id, "asc")],
    "nieuw": [(Case.opened_on, "desc"), (Case.id, "desc")],
    "naam": [(Case.tenant_sort, "asc"), (Case.id, "asc")],
}
_LISTED: Any = (  # codes and identifiers as they are stored: the table writes them, nothing else is done with them
    sa.select(
        sa.type_coerce(Case.id, Identifier).label("id"), Case.reference, Case.tenant_name, Case.address,
        Organisation.name.label("corporation"), User.name.label("expert"),
        sa.type_coerce(Case.state, sa.String).label("state"), sa.type_coerce(Case.next_actor, sa.String).label("turn"),
        Case.next_due, Case.opened_on, Case.tenant_sort,
    )
    .join(Organisation, Organisation.id == Case.corporation_id)
    .outerjoin(User, User.id == Case.expert_id)
)  # fmt: skip
PAGES = {name: Keyset(_LISTED, order, size=SIZE) for name, order in SORTS.items()}
CORPORATIONS = Reference(
    Organisation, Organisation.name,
    only=lambda: [Organisation.kind == OrganisationKind.CORPORATION, Organisation.active],
)  # fmt: skip
EXPERTS = Reference(
    User, User.name,
    only=lambda: [User.active, User.id.in_(sa.select(Membership.user_id).where(Membership.role == Role.EXPERT))],
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of cases is narrowed to; everything may be left out."""

    text: str = ""
    view: str = "lopend"
    state: CaseState | None = None
    turn: Turn | None = None
    corporation_id: uuid.UUID | None = None
    expert_id: uuid.UUID | None = None
    sort: str = "termijn"


@dataclass(frozen=True, slots=True)
class Count:
    """A number of cases, counted no further than needed."""

    number: int
    more: bool = False

    def __str__(self) -> str:
        return f"{self.number}+" if self.more else str(self.number)


def listed(session: Session, actor: Actor, filters: Filters, today: dt.date, token: str | None) -> Page[Any]:
    """Return one page of cases in one statement."""
    pages = PAGES.get(filters.sort, PAGES["termijn"])
    return pages.page(session, token, _narrowed(actor, filters, today), actor)


def counted(session: Session, actor: Actor, filters: Filters, today: dt.date, page: Page[Any]) -> dict[str, Count]:
    """Count what every saved view holds, and what the list at hand holds ("here"), in one statement."""
    query, here = _of_views(actor), filters == Filters(view=filters.view, sort=filters.sort)
    whole = page.next is None and page.previous is None
    if not here and not whole:
        query = query.add_columns(_capped(actor, _narrowed(actor, filters, today)).label("here"))
    row = read_rows(session, query, {"today": today}, actor)[0]
    counts = {name: Count(min(number, MOST), number > MOST) for name, number in row._mapping.items()}
    return {"here": Count(len(page.rows)) if whole else counts[filters.view], **counts}


@lru_cache(maxsize=512)
def _of_views(actor: Actor) -> Any:
    """Return the statement that counts what each view holds for *actor*."""
    today = sa.bindparam("today", type_=sa.Date)
    return sa.select(*(_capped(actor, _view(actor, view, today)).label(view) for view in VIEWS))


def due_first(session: Session, actor: Actor, *, mine: bool, until: dt.date | None = None) -> list[Any]:
    """List open cases by deadline, with the corporation's name: those whose turn is the actor's, or all."""
    conditions: list[sa.ColumnElement[bool]] = [Case.next_due < NEVER]
    if mine:
        conditions.append(_my_turn(actor))
    if until is not None:
        conditions.append(Case.next_due <= until)
    query = (
        scoped(Case, actor)
        .join(Organisation, Organisation.id == Case.corporation_id)
        .where(*conditions)
        .order_by(Case.next_due, Case.id)
        .limit(SIZE)
        .with_only_columns(
            Case.id, Case.reference, Case.address, Case.tenant_name, Case.state, Case.next_actor, Case.next_code,
            Case.next_due, Organisation.name.label("corporation"),
        )
    )  # fmt: skip
    return list(session.execute(query))


def next_deadline(session: Session, actor: Actor, after: dt.date) -> dt.date | None:
    """Return the first deadline in the actor's cases after a day."""
    query = scoped(Case, actor).where(Case.next_due > after, Case.next_due < NEVER)
    return session.scalar(query.order_by(Case.next_due).limit(1).with_only_columns(Case.next_due))


def found(session: Session, actor: Actor, typed: str, limit: int = 8) -> list[Any]:
    """Find cases by reference, name or address, for the search field of every page."""
    query = scoped(Case, actor).where(*_matching(typed)).order_by(Case.next_due, Case.id).limit(limit)
    return list(session.execute(query.with_only_columns(Case.id, Case.reference, Case.address, Case.tenant_name)))


def _narrowed(actor: Actor, filters: Filters, today: dt.date) -> list[sa.ColumnElement[bool]]:
    conditions = _view(actor, filters.view, today) if filters.state is None else []
    if filters.state is not None:
        conditions.append(Case.state == filters.state)
    if filters.turn is not None:
        conditions.append(Case.next_actor == filters.turn)
    if filters.corporation_id is not None:
        conditions.append(Case.corporation_id == filters.corporation_id)
    if filters.expert_id is not None:
        conditions.append(Case.expert_id == filters.expert_id)
    return conditions + _matching(filters.text)


def _view(actor: Actor, view: str, today: Any) -> list[sa.ColumnElement[bool]]:
    match view:
        case "beurt":
            return [_my_turn(actor), Case.next_due < NEVER]
        case "laat":
            return [Case.next_due < today]
        case "huurder":
            return [Case.next_actor == Turn.TENANT, Case.next_due < NEVER]
        case "lopend":
            return [Case.next_due < NEVER]
        case _:
            return []


def _my_turn(actor: Actor) -> sa.ColumnElement[bool]:
    turns = [Turn(turn) for turn in sorted(my_turns(actor.roles))]
    return Case.next_actor == turns[0] if len(turns) == 1 else Case.next_actor.in_(turns)


def _matching(typed: str) -> list[sa.ColumnElement[bool]]:
    """Match every word that was typed; a whole reference number is looked up by its index."""
    number = parse_reference(typed)
    if number:
        return [Case.reference == number]
    return [Case.search_key.contains(word, autoescape=True) for word in fold(typed[:100]).split()[:8]]


def _capped(actor: Actor, conditions: list[sa.ColumnElement[bool]]) -> sa.ScalarSelect[int]:
    """Count no further than a thousand; confined here too, since a count shows no row."""
    inner = sa.select(sa.literal(1)).select_from(Case).where(cases_of(actor), *conditions).limit(MOST + 1).subquery()
    return sa.select(sa.func.count()).select_from(inner).scalar_subquery()
