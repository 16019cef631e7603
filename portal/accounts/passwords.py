"""Passwords: argon2id, a few at a time, and the same work for an account that does not exist."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.accounts.rules import LONGEST_PASSWORD, demand_password
from portal.core.errors import TooMany

MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1
"""The OWASP figures for argon2id; more makes signing in the weak spot of a small machine."""

AT_ONCE, PATIENCE_SECONDS = 2, 10.0

_hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
_turns = threading.BoundedSemaphore(AT_ONCE)
_NOBODY = _hasher.hash("nobody has this account")


@dataclass(frozen=True, slots=True)
class NewPassword:
    """A password that was found fit and hashed; the only thing a service takes for one."""

    hash: str


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=PATIENCE_SECONDS):
        raise TooMany("account.busy", seconds=5)
    try:
        yield
    finally:
        _turns.release()


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKD", password)


def prepare(password: str, *known: str) -> NewPassword:
    """Check and hash a new password, outside any transaction; *known* are the person's name and address.

    Raises Invalid("account.password_…").
    """
    demand_password(password, *known)
    with _turn():
        return NewPassword(_hasher.hash(_normal(password)))


def matches(password: str, kept: str | None) -> bool:
    """Tell whether *password* is the one *kept* as a hash; takes as long when there is none."""
    if len(password) > LONGEST_PASSWORD:
        password, kept = "", None
    with _turn():
        try:
            _hasher.verify(kept or _NOBODY, _normal(password))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None
