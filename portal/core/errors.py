"""Errors the domain may raise; the web layer alone turns them into responses."""

from __future__ import annotations


class DomainError(Exception):
    """A rule said no. `code` is stable and translatable, `params` fill the message."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code} ({details})" if details else self.code


class Missing(DomainError):
    """The thing asked for does not exist (or must look so)."""


class Denied(DomainError):
    """The actor may not do this."""


class Conflict(DomainError):
    """The thing is in a state, or was changed into a state, that does not allow this."""


class Invalid(DomainError):
    """What was given cannot be accepted; `params["field"]` names the field when there is one."""


class TooMany(DomainError):
    """The same thing was tried too often; `params["seconds"]` says how long to wait."""


class Unavailable(DomainError):
    """This cannot be done now, through no fault of who asks; `params["seconds"]` says when to try again."""
