"""The case list and Today: few statements, whatever the number of cases."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.accounts.models import Membership, Organisation, User
from portal.accounts.rules import OrganisationKind, Role
from portal.cases.models import NEVER, Case
from portal.cases.rules import CaseState, Turn, parse_reference
from portal.cases.scope import cases_of
from portal.core.db import Identifier
from portal.core.policy import Actor, read_rows, scoped
from portal.core.search import fold, holding, pattern
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

    @property
    def shape(self) -> Shape:
        """Return what is narrowed by, without the values."""
        number = bool(parse_reference(self.text))
        return Shape(
            self.view if self.state is None else "", self.state is not None, self.turn is not None,
            self.corporation_id is not None, self.expert_id is not None, number, 0 if number else len(words_of(self.text)),
        )  # fmt: skip

    def values(self, today: dt.date) -> dict[str, Any]:
        """Return the values for a statement of this shape."""
        words = {f"word_{at}": pattern(word) for at, word in enumerate(words_of(self.text))}
        return words | {
            "today": today, "state": self.state, "turn": self.turn, "corporation": self.corporation_id,
            "expert": self.expert_id, "number": parse_reference(self.text),
        }  # fmt: skip


class Shape(NamedTuple):
    """What a list is narrowed by: statements are built once for each shape, and get the values when they run."""

    view: str
    state: bool = False
    turn: bool = False
    corporation: bool = False
    expert: bool = False
    number: bool = False
    words: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """A number of cases, counted no further than needed."""

    number: int
    more: bool = False

    def __str__(self) -> str:
        return f"{self.number}+" if self.more else str(self.number)


def listed(session: Session, actor: Actor, filters: Filters, today: dt.date, token: str | None) -> Page[Any]:
    """Return one page of cases in one statement."""
    pages = _pages(filters.sort if filters.sort in SORTS else "termijn", filters.shape, my_turns(actor.roles))
    return pages.page(session, token, filters.values(today), actor)


@lru_cache(maxsize=512)
def _pages(sort: str, shape: Shape, turns: frozenset[str]) -> Keyset:
    return Keyset(_LISTED.where(*_narrowed(shape, turns)), SORTS[sort], size=SIZE)


def counted(session: Session, actor: Actor, filters: Filters, today: dt.date, page: Page[Any]) -> dict[str, Count]:
    """Count what every saved view holds, and what the list at hand holds ("here"), in one statement."""
    whole = page.next is None and page.previous is None
    own = filters.shape if not whole and filters.shape != Shape(filters.view) else None
    row = read_rows(session, _of_views(actor, own), filters.values(today), actor)[0]
    counts = {name: Count(min(number, MOST), number > MOST) for name, number in row._mapping.items()}
    return {"here": Count(len(page.rows)) if whole else counts[filters.view], **counts}


@lru_cache(maxsize=512)
def _of_views(actor: Actor, own: Shape | None) -> Any:
    """Return the statement that counts what each view holds for *actor*, and a list of one shape."""
    wanted = {view: Shape(view) for view in VIEWS} | ({"here": own} if own is not None else {})
    turns = my_turns(actor.roles)
    return sa.select(*(_capped(actor, _narrowed(shape, turns)).label(name) for name, shape in wanted.items()))


def due_first(session: Session, actor: Actor, *, mine: bool, until: dt.date | None = None) -> list[Any]:
    """List open cases by deadline, with the corporation's name: those whose turn is the actor's, or all."""
    conditions: list[sa.ColumnElement[bool]] = [Case.next_due < NEVER]
    if mine:
        conditions.append(_of_turns(my_turns(actor.roles)))
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
    wanted = Filters(text=typed, view="alles")
    query = scoped(Case, actor).where(*_narrowed(wanted.shape, frozenset())).order_by(Case.next_due, Case.id).limit(limit)
    columns = query.with_only_columns(Case.id, Case.reference, Case.address, Case.tenant_name)
    return list(session.execute(columns, wanted.values(dt.date.min)))


def words_of(typed: str) -> list[str]:
    """Return the words of a search, each of which has to match."""
    return fold(typed[:100]).split()[:8]


def _narrowed(shape: Shape, turns: frozenset[str]) -> list[sa.ColumnElement[bool]]:
    """Return the conditions of a shape, for whose turns are *turns*; a whole reference number goes by its index."""
    columns: dict[str, Any] = {
        "state": Case.state, "turn": Case.next_actor, "corporation": Case.corporation_id, "expert": Case.expert_id,
        "number": Case.reference,
    }  # fmt: skip
    conditions = _view(shape.view, turns)
    for name, column in columns.items():
        if getattr(shape, name):
            conditions.append(column == sa.bindparam(name, type_=column.type))
    return conditions + [holding(Case.search_key, f"word_{at}") for at in range(shape.words)]


def _view(view: str, turns: frozenset[str]) -> list[sa.ColumnElement[bool]]:
    match view:
        case "beurt":
            return [_of_turns(turns), Case.next_due < NEVER]
        case "laat":
            return [Case.next_due < sa.bindparam("today", type_=sa.Date)]
        case "huurder":
            return [Case.next_actor == Turn.TENANT, Case.next_due < NEVER]
        case "lopend":
            return [Case.next_due < NEVER]
        case _:
            return []


def _of_turns(turns: frozenset[str]) -> sa.ColumnElement[bool]:
    named = [Turn(turn) for turn in sorted(turns)]
    return Case.next_actor == named[0] if len(named) == 1 else Case.next_actor.in_(named)


def _capped(actor: Actor, conditions: list[sa.ColumnElement[bool]]) -> sa.ScalarSelect[int]:
    """Count no further than a thousand; confined here too, since a count shows no row."""
    inner = sa.select(sa.literal(1)).select_from(Case).where(cases_of(actor), *conditions).limit(MOST + 1).subquery()
    return sa.select(sa.func.count()).select_from(inner).scalar_subquery()
