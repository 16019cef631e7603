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


def runs(text: str) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it stands apart: what runs the other way than the text does.

    >>> runs("من 22:00 عند J. de Vries.")
    [('من ', False), ('22:00', True), (' عند ', False), ('J. de Vries', True), ('.', False)]
    >>> runs("في Dijk 5 (links) أو +31 6")
    [('في ', False), ('Dijk 5 (links)', True), (' أو ', False), ('+31 6', True)]
    >>> runs("From 22:00.")
    [('From 22:00.', False)]
    """
    if not _FROM_RIGHT.search(text):
        return [(text, False)]
    pieces: list[tuple[str, bool]] = []
    at = 0
    for found in _FROM_LEFT.finditer(text):
        start, end = found.span(1)
        piece = found[1]
        if found["rest"] == ")" and piece.count("(") > piece.count(")"):
            end += 1
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    pieces.append((text[at:], False))
    return [one for one in pieces if one[0]]


def apart(text: str) -> Markup:
    """Write a text for a page that is read from the right, with what is read from the left set apart.

    >>> apart("من 22:00"), apart("Dijk 5")
    (Markup('من <bdi dir="ltr">22:00</bdi>'), Markup('<bdi dir="ltr">Dijk 5</bdi>'))
    """
    alone = not _FROM_RIGHT.search(text)
    written = (
        Markup('<bdi dir="ltr">{}</bdi>').format(piece) if turned or alone else escape(piece)
        for piece, turned in runs(text)
    )
    return Markup("").join(written)
