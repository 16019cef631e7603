"""Coming in: the password, then the second step. Tries are counted first, hashing happens outside any transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from flask import request, session

from portal.accounts import passwords, queries, rules, services
from portal.accounts.links import token_hash
from portal.accounts.models import SignIn, User
from portal.accounts.sign_in import settings
from portal.core import clock
from portal.core.db import db
from portal.core.errors import TooMany
from portal.core.policy import SYSTEM, Actor, acting, scoped
from portal.core.uow import UnitOfWork, unit_of_work
from portal.web import limits
from portal.web.auth import act_as, origin

HALF = "half"

FROM_ADDRESS = limits.Limit("sign-in", most=30, window=dt.timedelta(minutes=15))
TO_ACCOUNT = limits.BackOff("sign-in-account")
SECOND_STEP = limits.BackOff("second-step")
ASK_FROM_ADDRESS = limits.Limit("recovery", most=10, window=dt.timedelta(hours=1))
ASK_FOR_ACCOUNT = limits.Limit("recovery-account", most=3, window=dt.timedelta(hours=1))


@contextmanager
def writing_as(user_id: uuid.UUID | None = None) -> Iterator[UnitOfWork]:
    """Open a unit of work for the person who is coming in, or for nobody yet known.

    After it this request goes on as that person, still without a role: PostgreSQL shows the new session to nobody else.
    """
    actor = Actor(id=user_id, kind="user" if user_id else "anonymous", origin=origin())
    with unit_of_work(db.get_session, actor) as uow:
        yield uow
    act_as(actor)


def agent() -> str:
    """Return what the browser says it is."""
    return (request.user_agent.string or "")[:200]


def with_password(email: str, password: str) -> services.Opened | None:
    """Open a session, half when a second step follows, for whoever has this password; None for a wrong one.

    An unknown address costs the same work and gets the same answer. Raises TooMany after too many tries.
    """
    address, name = limits.address(), email.strip().lower()[:200]
    limits.spend(FROM_ADDRESS, address)
    limits.admit(TO_ACCOUNT, name)
    with acting(db.session, SYSTEM):
        user = queries.user_by_email(db.session, name)
    known = (user.id, user.password, user.active, user.has_second_factor) if user else (None, None, False, False)
    user_id, kept, active, second = known
    db.session.rollback()
    right = passwords.matches(password, kept)
    if not (right and active and user_id and kept):
        reason = "unknown" if user_id is None else "disabled" if right else "password"
        with writing_as() as uow:
            services.record_failure(uow, user_id, reason)
        return None
    limits.refund(FROM_ADDRESS, address)
    limits.forgive(TO_ACCOUNT, name)
    half = second or settings().second_factor_required
    with writing_as(user_id) as uow:
        return services.open_session(uow, user_id, seen=kept, half=half, setup=half and not second, agent=agent())


def half_way() -> tuple[SignIn, User] | None:
    """Return the sign-in of this browser that waits for its second step, and whose it is."""
    token = session.get(HALF)
    if not isinstance(token, str):
        return None
    with acting(db.session, SYSTEM):
        row = db.session.scalars(
            scoped(SignIn, SYSTEM).where(SignIn.token_hash == token_hash(token), SignIn.half)
        ).one_or_none()
        user = queries.user(db.session, SYSTEM, row.user_id) if row else None
    if row is None or user is None or not rules.is_half_open(row.created_at, row.ended_at, clock.now()):
        return None
    return row, user


def with_code(user: User, code: str) -> services.Opened | None:
    """Pass the second step; None for a wrong code. Raises TooMany, and Denied when the password must come again."""
    user_id = user.id
    limits.admit(SECOND_STEP, str(user_id))
    with writing_as(user_id) as uow:
        opened = services.pass_second_step(uow, session[HALF], code, agent=agent())
    if opened is not None:
        limits.forgive(SECOND_STEP, str(user_id))
    return opened


def ask_recovery(email: str) -> None:
    """Have a job mail a link when somebody has this address; the answer and its time are the same when nobody has."""
    limits.spend(ASK_FROM_ADDRESS, limits.address())
    name = email.strip().lower()[:200]
    try:
        limits.spend(ASK_FOR_ACCOUNT, name)
    except TooMany:
        return
    with acting(db.session, SYSTEM):
        user = queries.user_by_email(db.session, name)
    user_id = str(user.id) if user else ""
    with unit_of_work(db.get_session, Actor(id=None, kind="system", origin=origin())) as uow:
        uow.enqueue("accounts.recover", key=f"recover:{uuid.uuid4().hex}", user_id=user_id)
