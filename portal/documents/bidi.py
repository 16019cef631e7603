"""Text in two directions: what runs the other way than a text does is set apart, or its order would turn."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_FROM_RIGHT = re.compile(f"[{RIGHT_TO_LEFT}]")
_SIGN = f"[^\\W_{RIGHT_TO_LEFT}]"
_FROM_LEFT = re.compile(
    rf"((?:[€£$]\s?|\+)?{_SIGN}(?:[^{RIGHT_TO_LEFT}\n]*{_SIGN})?[%°]?)(?P<rest>[^{RIGHT_TO_LEFT}\n]?)"
)
_SHORTENED = re.compile(r"\b[^\W\d_]\.[^\W\d_]$")
"""The end of "B.V": its full stop belongs to it."""


def runs(text: str) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it stands apart: what runs the other way than the text does.

    >>> runs("من 22:00 عند J. de Vries.")
    [('من ', False), ('22:00', True), (' عند ', False), ('J. de Vries', True), ('.', False)]
    >>> runs("في Dijk 5 (links) أو +31 6")
    [('في ', False), ('Dijk 5 (links)', True), (' أو ', False), ('+31 6', True)]
    >>> runs("من De Brug B.V.")
    [('من ', False), ('De Brug B.V.', True)]
    >>> runs("From 22:00.")
    [('From 22:00.', False)]
    """
    return _split(text) if _FROM_RIGHT.search(text) else [(text, False)]


def _split(text: str) -> list[tuple[str, bool]]:
    pieces: list[tuple[str, bool]] = []
    at = 0
    for found in _FROM_LEFT.finditer(text):
        start, end = found.span(1)
        piece = found[1]
        closed = found["rest"] == ")" and piece.count("(") > piece.count(")")
        if closed or (found["rest"] == "." and _SHORTENED.search(piece)):
            end += 1
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    pieces.append((text[at:], False))
    return [one for one in pieces if one[0]]


def alone(text: str) -> str:
    """Keep a name from the right out of the order of what stands around it, for a sentence made of several.

    >>> alone("محمد") == "\u2068محمد\u2069", alone("Jan")
    (True, 'Jan')
    """
    return f"\u2068{text}\u2069" if _FROM_RIGHT.search(text) else text


def apart(text: str) -> Markup:
    """Write a text for a page that is read from the right, with what is read from the left set apart.

    >>> apart("من 22:00"), apart("Dijk 5.")
    (Markup('من <bdi dir="ltr">22:00</bdi>'), Markup('<bdi dir="ltr">Dijk 5</bdi>.'))
    """
    written = (Markup('<bdi dir="ltr">{}</bdi>').format(piece) if turned else escape(piece) for piece, turned in _split(text))
    return Markup("").join(written)
