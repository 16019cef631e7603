"""Secrets that are shown once: links in a mail and tokens in a browser. We keep their hashes."""

from __future__ import annotations

import hashlib
import secrets

_address = {"base": ""}


def configure(address: str) -> None:
    """Set the address of the portal that links in mails begin with."""
    _address["base"] = address.rstrip("/")


def new_token() -> str:
    """Make a token of 256 bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return the hash under which *token* is kept and found."""
    return hashlib.sha256(token.encode()).hexdigest()


def password_link(token: str) -> str:
    """Return the address at which the bearer of *token* chooses a password."""
    return f"{_address['base']}/inloggen/link/{token}"
