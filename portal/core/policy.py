"""Who is acting, what the policy table permits, and which rows an actor may see."""

from __future__ import annotations

import functools
import tomllib
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypeVar
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql import visitors

from portal.core.db import Base, row_scope, tell_row_security
from portal.core.errors import Denied

T = TypeVar("T", bound=Base)
Kind = Literal["user", "tenant", "system", "anonymous"]

ROLES = ("bureau_admin", "bureau_staff", "legal", "corporation_staff", "expert", "social_team", "auditor")


@dataclass(frozen=True, slots=True)
class Actor:
    """The person or system behind a request or a job; built once, passed down."""

    id: uuid.UUID | None
    kind: Kind = "user"
    memberships: frozenset[tuple[uuid.UUID, str]] = field(default_factory=frozenset)
    case_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None
    origin: str = ""

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(role for _, role in self.memberships)

    def has(self, *roles: str) -> bool:
        """Tell whether the actor holds one of *roles* somewhere."""
        return any(role in roles for _, role in self.memberships)

    def organisations(self, *roles: str) -> frozenset[uuid.UUID]:
        """Return the organisations in which the actor holds one of *roles*."""
        return frozenset(organisation for organisation, role in self.memberships if role in roles)

    def only(self, *roles: str) -> Actor:
        """Return the same person with no more than *roles*."""
        return replace(self, memberships=frozenset(one for one in self.memberships if one[1] in roles))


SYSTEM = Actor(id=None, kind="system", origin="system")
ANONYMOUS = Actor(id=None, kind="anonymous")


def require(allowed: bool, code: str, **params: object) -> None:
    """Raise `Denied` unless *allowed*."""
    if not allowed:
        raise Denied(code, **params)


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the policy table: roles that may do an action, in some states or in all."""

    roles: frozenset[str]
    states: frozenset[str]


@functools.cache
def table() -> dict[str, tuple[Rule, ...]]:
    """Read the policy table: action to rules."""
    raw = tomllib.loads((Path(__file__).with_name("policy.toml")).read_text("utf-8"))
    return {
        f"{thing}.{act}": tuple(
            Rule(frozenset(rule["roles"]), frozenset(rule.get("states", ())))
            for rule in (rules if isinstance(rules, list) else [{"roles": rules["roles"], **rules}])
        )
        for thing, acts in raw.items()
        for act, rules in acts.items()
    }


def permits(actor: Actor, action: str, state: str | None = None) -> bool:
    """Tell whether the table lets *actor* do *action* on a thing in *state*.

    Raises LookupError for an undeclared action.
    """
    rules = table().get(action)
    if rules is None:
        raise LookupError(f"the policy table has no action {action!r}: add it to portal/core/policy.toml")
    if actor.kind == "system":
        return True
    names = actor.roles | ({"tenant"} if actor.kind == "tenant" else frozenset())
    return any(names & rule.roles and (not rule.states or state in rule.states) for rule in rules)


# ---- rows ----------------------------------------------------------------------------------------------------------

RowRule = Callable[[Actor], "sa.ColumnElement[bool] | None"]
_row_rules: dict[type[Base], RowRule] = {}


def rows_of(model: type[Base], rule: RowRule) -> None:
    """Register which rows of *model* an actor may see: a condition, or None for all. The system sees all."""
    if model in _row_rules:
        raise RuntimeError(f"{model.__name__} has a row rule already")
    _row_rules[model] = rule
    _criteria.cache_clear()
    _chosen.clear()
    _confined.clear()


def ruled_models() -> frozenset[type[Base]]:
    """Return the models that have a row rule."""
    return frozenset(_row_rules)


Criteria = tuple[tuple[str, Any], ...]
_confined: WeakKeyDictionary[Any, dict[Actor, Any]] = WeakKeyDictionary()
_chosen: dict[tuple[Actor, Any], tuple[Any, ...]] = {}
MOST_CHOSEN = 4000
MOST_ACTORS = 500


@functools.lru_cache(maxsize=512)
def _criteria(actor: Actor) -> Criteria:
    if actor.kind == "system":
        return ()
    made = []
    for model, rule in _row_rules.items():
        condition = rule(actor)
        if condition is not None:
            made.append((model.__tablename__, with_loader_criteria(model, condition, include_aliases=True)))
    return tuple(made)


def _options(actor: Actor, statement: Any) -> tuple[Any, ...]:
    """Return the criteria of the tables that *statement* names; of every table when that cannot be told for sure.

    Forty criteria on each statement cost up to a millisecond; what a shape of statement needs is remembered.
    """
    every = _criteria(actor)
    key = statement._generate_cache_key() if every and not getattr(statement, "_with_options", ()) else None
    if key is None:  # loader options may bring in tables that the statement itself does not name
        return tuple(option for _, option in every)
    kept = _chosen.get((actor, key.key))
    if kept is None:
        named = {part.name for part in visitors.iterate(statement) if isinstance(part, sa.Table)}
        kept = tuple(option for name, option in every if name in named)
        if len(_chosen) >= MOST_CHOSEN:
            _chosen.clear()
        _chosen[actor, key.key] = kept
    return kept


def confined(statement: Any, actor: Actor) -> Any:
    """Return *statement* with the row rules of the tables it names; for a statement that is kept, the same each time."""
    ready = _confined.get(statement)
    if ready is None or len(ready) > MOST_ACTORS:
        ready = _confined[statement] = {}
    found = ready.get(actor)
    if found is None:
        options = _options(actor, statement)
        found = statement.options(*options) if options else statement
        if found is not statement:  # else it would keep itself alive
            ready[actor] = found
    return found


@event.listens_for(Session, "do_orm_execute")
def _confine(state: ORMExecuteState) -> None:
    if (state.is_select and not state.is_column_load) or state.is_update or state.is_delete:
        actor = state.execution_options.get("actor") or state.session.info.get("actor") or ANONYMOUS
        state.statement = confined(state.statement, actor)


def scoped(model: type[T], actor: Actor) -> sa.Select[T]:
    """Select *model*, confined to the rows *actor* may see; the only road to a row."""
    return sa.select(model).execution_options(actor=actor)


def read_rows(
    session: Session, statement: sa.Select[Any], values: dict[str, Any] | None = None, actor: Actor | None = None
) -> Sequence[sa.Row[Any]]:  # fmt: skip
    """Read rows of columns as *actor*, by default whoever the session is bound to; confined like every other read.

    For what is read on every page. Past the session's own machinery for entities it costs half.
    """
    ready = confined(statement, actor or session.info.get("actor") or ANONYMOUS)
    return session.connection().execute(ready, values or {}).all()


@functools.lru_cache(maxsize=512)
def row_security_of(actor: Actor) -> dict[str, str]:
    """Say who acts in the words that PostgreSQL's policies read."""
    bureau = actor.has("bureau_admin", "bureau_staff", "legal")
    return {
        "kind": "bureau" if actor.kind == "user" and bureau else actor.kind,
        "actor": str(actor.id or ""),
        "administrator": "yes" if actor.kind == "user" and actor.has("bureau_admin") else "",
        "corporations": ",".join(sorted(map(str, actor.organisations("corporation_staff")))),
        "social_teams": ",".join(sorted(map(str, actor.organisations("social_team")))),
        "expert": "yes" if actor.has("expert") else "",
        "tenant_case": str(actor.case_id or ""),
    }


def confine(session: Session, actor: Actor) -> None:
    """Bind *session* to *actor* for all that follows, in the ORM and in PostgreSQL."""
    session.info["actor"] = actor
    row_scope.set(row_security_of(actor))
    if session.in_transaction() and session.get_bind().dialect.name == "postgresql":
        tell_row_security(session.connection())


@contextmanager
def acting(session: Session, actor: Actor) -> Iterator[None]:
    """Bind *session* to *actor* inside the block, then give it back."""
    before, scope = session.info.get("actor"), row_scope.get()
    confine(session, actor)
    try:
        yield
    except sa.exc.DBAPIError:
        session.rollback()  # PostgreSQL takes no word in a failed transaction, not even who acts from here
        raise
    finally:
        confine(session, before or ANONYMOUS)
        row_scope.set(scope)
        if before is None:
            session.info.pop("actor", None)
