"""What a message to a signer needs from the settings: the portal's address and the number to call."""

from __future__ import annotations

_place = {"address": "http://127.0.0.1:8000", "phone": ""}


def configure(address: str, phone: str) -> None:
    """Set the portal's address and the help number of this process."""
    _place.update(address=address.rstrip("/"), phone=phone)


def letter(token: str) -> str:
    """Return the address of a personal link."""
    return f"{_place['address']}/t/{token}"


def desk(path: str) -> str:
    """Return the address of a page for people who sign in."""
    return f"{_place['address']}{path}"


def help_phone() -> str:
    """Return the number people can call."""
    return _place["phone"]
