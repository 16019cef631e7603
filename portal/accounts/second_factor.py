"""The second step: six digits from an app, each good once, and recovery codes for who lost the phone."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask_security.totp import Totp
from passlib.totp import TOTP  # type: ignore[import-untyped]

from portal.accounts.models import User
from portal.accounts.rules import RECOVERY_CODES
from portal.core import clock, crypto

ISSUER = "Driehoek"
WINDOW_SECONDS = 30
"""How far the clock of a phone may be off, either way."""


class OneTimeCodes(Totp):
    """Flask-Security's codes; a code, or an older one, is never accepted twice (RFC 6238, 5.2)."""

    def __init__(self, secrets: dict[str, str] | dict[int, str], issuer: str) -> None:
        self._totp = TOTP.using(issuer=issuer, secrets=secrets, now=lambda: clock.now().timestamp())

    def get_last_counter(self, user: Any) -> int | None:
        last: int | None = user.tf_last_counter
        return last

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        user.tf_last_counter = tmatch.counter


def derived_key(purpose: bytes) -> bytes:
    """Return the key of *purpose*, made from the master key of case data."""
    return HKDF(hashes.SHA256(), 32, None, b"driehoek accounts " + purpose).derive(crypto.configured().case)


def totp_secrets() -> dict[str, str]:
    """Return the key that encrypts the secrets of the apps, as Flask-Security wants it."""
    return {"1": derived_key(b"totp").hex()}


_codes: dict[str, OneTimeCodes] = {}


def codes() -> OneTimeCodes:
    """Return the codes of this process, made from its master key."""
    keys = totp_secrets()
    if keys["1"] not in _codes:
        _codes[keys["1"]] = OneTimeCodes(keys, ISSUER)
    return _codes[keys["1"]]


@dataclass(slots=True)
class _Used:
    tf_last_counter: int | None


def counter_of(code: str, secret: str, last: int | None) -> int | None:
    """Return the counter of *code* when it is the app's code of this moment and newer than *last*, else None."""
    digits = "".join(code.split())
    if len(digits) != 6 or not (digits.isascii() and digits.isdigit()):
        return None
    used = _Used(last)
    fits = codes().verify_totp(digits, secret, used, window=WINDOW_SECONDS)  # type: ignore[arg-type]
    return used.tf_last_counter if fits else None


def new_recovery_codes() -> list[str]:
    """Make codes of twelve letters and digits in three groups, without signs that look alike."""
    signs = "23456789abcdefghjkmnpqrstuvwxyz"
    return ["-".join("".join(secrets.choice(signs) for _ in range(4)) for _ in range(3)) for _ in range(RECOVERY_CODES)]


def recovery_hash(user: User, code: str) -> str:
    """Return how a recovery code of *user* is kept: keyed, so that the database alone does not give it away."""
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    return hmac.new(derived_key(b"recovery"), f"{user.id}|{plain}".encode(), hashlib.sha256).hexdigest()
