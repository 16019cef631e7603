"""One-time codes and link tokens: how long they are, how long they live, how often they may be tried and sent.

Six digits, five tries per code and ten codes per link leave a guesser a chance of 1 in 20,000 per link; after that
only a person can help.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

DIGITS = 6
TRIES = 5
SENDS = 10
LIFE = dt.timedelta(minutes=15)
PAUSE = dt.timedelta(seconds=30)
TOKEN_BYTES = 32


class Sending(StrEnum):
    """Whether a code may be sent now."""

    YES = "yes"
    JUST_SENT = "just_sent"
    LOCKED = "locked"


class Check(StrEnum):
    """What came of typing a code."""

    RIGHT = "right"
    WRONG = "wrong"
    WORN = "worn"
    EXPIRED = "expired"
    NONE = "none"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Codes:
    """What is known about the codes of one link."""

    sends: int
    tries: int
    sent_at: dt.datetime | None
    open: bool
    locked: bool


def new_token() -> str:
    """Return a link token of 256 random bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_digest(token: str) -> str:
    """Return what is stored of a link or session token; the token itself is not."""
    return hashlib.sha256(b"driehoek-link-1:" + token.encode("utf-8", "replace")).hexdigest()


def new_code() -> str:
    """Return six random digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def new_salt() -> str:
    """Return the salt of one stored code."""
    return secrets.token_hex(16)


def code_digest(code: str, salt: str) -> str:
    """Return what is stored of a code: slow on purpose, since six digits are few."""
    return hashlib.scrypt(code.encode(), salt=bytes.fromhex(salt), n=2**12, r=8, p=1, dklen=32).hex()


def clean_code(typed: str) -> str:
    """Keep the digits of what was typed or pasted; at most eight are looked at.

    >>> clean_code(" 123 456 "), clean_code("١٢٣٤٥٦")
    ('123456', '123456')
    """
    return "".join(str(unicodedata.decimal(sign)) for sign in typed[:40] if sign.isdecimal())[:8]


def sending(codes: Codes, now: dt.datetime) -> Sending:
    """Decide whether another code may be sent: not within half a minute, not more than ten per link."""
    if codes.locked or codes.sends >= SENDS:
        return Sending.LOCKED
    if codes.open and codes.sent_at is not None and now - codes.sent_at < PAUSE and codes.tries < TRIES:
        return Sending.JUST_SENT
    return Sending.YES


def check(codes: Codes, stored: str | None, salt: str | None, typed: str, now: dt.datetime) -> Check:
    """Judge a typed code; the caller counts the try when the answer is `WRONG` or `WORN`.

    `WORN` means: this was the fifth wrong try, or there are none left; `LOCKED` that it was the last of the last code.
    """
    if codes.locked:
        return Check.LOCKED
    if not codes.open or stored is None or salt is None or codes.sent_at is None:
        return Check.NONE
    last = codes.sends >= SENDS
    if codes.tries >= TRIES:
        return Check.LOCKED if last else Check.WORN
    if now - codes.sent_at > LIFE:
        return Check.LOCKED if last else Check.EXPIRED
    if hmac.compare_digest(code_digest(clean_code(typed), salt), stored):
        return Check.RIGHT
    if codes.tries + 1 >= TRIES:
        return Check.LOCKED if last else Check.WORN
    return Check.WRONG


def tries_left(codes: Codes) -> int:
    """Return how often the present code may still be tried."""
    return max(0, TRIES - codes.tries)
