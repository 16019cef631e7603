"""Dates written by a pattern of XLSForm, as trees."""

from __future__ import annotations

import re
from typing import Any

_PARTS = {"%Y": "year", "%m": "month", "%n": "month", "%d": "day", "%e": "day"}


def written_date(day: Any, pattern: str) -> Any:
    """Return the tree that writes *day* by *pattern*; None when the pattern asks for more than year, month and day.

    One part by itself is a number, more are a text, of which nothing is there when the day is not.
    """
    pieces = re.findall(r"%[A-Za-z0-9]|[^%]+|%", pattern)
    if not all(piece in _PARTS or piece == "%y" or "%" not in piece for piece in pieces) or not pieces:
        return None
    if len(pieces) == 1 and pieces[0] in _PARTS:
        return {_PARTS[pieces[0]]: [day]}
    if len(pieces) > 20:
        return None
    whole = {"concat": [_piece(day, piece) for piece in pieces]}
    return whole if day == {"today": []} else {"if": [{"==": [day, None]}, None, whole]}


def _piece(day: Any, piece: str) -> Any:
    if piece == "%y":
        return _two_digits({"mod": [{"year": [day]}, 100]})
    if piece not in _PARTS:
        return piece
    number = {_PARTS[piece]: [day]}
    return _two_digits(number) if piece in ("%m", "%d") else number


def _two_digits(number: Any) -> Any:
    return {"if": [{"<": [number, 10]}, {"concat": ["0", number]}, {"concat": [number]}]}
