"""Small drawings as SVG: score rows that are chart and table in one, and signatures in ink. For pages and PDF alike."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

STEP, HEIGHT, EDGE = 40, 24, 12
PATH = re.compile(r"[MLHVCSQTAZmlhvcsqtaz0-9 ,.\-]{1,200000}")


def score_track(
    before: int | None, after: int | None, *, target: int | None = None, between: Sequence[int | None] = (),
    highest: int = 5,
) -> Markup:  # fmt: skip
    """Draw one row of a score table: a ring where it was, a block where it is, a flag where it should go.

    Scores *between* the two are small dots. The classes let a page give the parts its own colours, also in the dark.

    Nothing hangs on colour: a fall is dashed, the numbers stand beside it in the table and in the title.
    """
    width = EDGE * 2 + STEP * (highest - 1)
    middle = HEIGHT // 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="score-track" viewBox="0 0 {width} {HEIGHT}" '
        f'width="{width}" height="{HEIGHT}" role="img">',
        f"<title>{escape(describe(before, after, target))}</title>",
    ]
    parts += [
        f'<line class="raster" x1="{_x(step)}" y1="4" x2="{_x(step)}" y2="{HEIGHT - 4}" stroke="#c9d2d1" '
        'stroke-width="1.5"/>'
        for step in range(1, highest + 1)
    ]
    if before is not None and after is not None and before != after:
        dash = ' stroke-dasharray="5 4"' if after < before else ""
        colour, kind = ("#a31515", "neer") if after < before else ("#0f5a2f", "op")
        parts.append(
            f'<line class="{kind}" x1="{_x(before)}" y1="{middle}" x2="{_x(after)}" y2="{middle}" stroke="{colour}" '
            f'stroke-width="4"{dash}/>'
        )
    if target is not None:
        x = _x(target)
        parts.append(
            f'<path class="doel" d="M{x} {HEIGHT - 3}V3l9 3.5l-9 3.5" fill="none" stroke="#6b3f00" stroke-width="2" '
            'stroke-linejoin="round"/>'
        )
    parts += [
        f'<circle class="tussen" cx="{_x(score)}" cy="{middle}" r="3" fill="#45565b"/>'
        for score in dict.fromkeys(between)
        if score is not None and score not in (before, after)
    ]
    if before is not None:
        parts.append(
            f'<circle class="eerst" cx="{_x(before)}" cy="{middle}" r="6" fill="#ffffff" stroke="#17252a" stroke-width="2.5"/>'
        )
    if after is not None:
        parts.append(
            f'<rect class="nu" x="{_x(after) - 6}" y="{middle - 6}" width="12" height="12" rx="2" fill="#0b5563"/>'
        )
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704 - numbers and escaped text only


def _x(step: int) -> int:
    return EDGE + STEP * (step - 1)


def describe(before: int | None, after: int | None, target: int | None = None) -> str:
    """Say a score row in words.

    >>> describe(2, 4, 4)
    'van 2 naar 4, doel 4'
    """
    if before is None and after is None:
        text = "niet gescoord"
    elif before is None or after is None or before == after:
        text = f"score {after if after is not None else before}"
    else:
        text = f"van {before} naar {after}"
    return text if target is None else f"{text}, doel {target}"


def difference(before: int | None, after: int | None) -> str:
    """Write the difference of two scores with its sign.

    >>> difference(2, 1), difference(3, 3)
    ('−1', 'gelijk')
    """
    if before is None or after is None:
        return "–"
    change = after - before
    return "gelijk" if not change else (f"+{change}" if change > 0 else f"−{-change}")


def ink(path: str, width: float, height: float, title: str) -> Markup:
    """Draw a signature from its SVG path as vectors; *title* is its alternative text.

    Raises ValueError for anything but path commands and numbers, so that no text of a visitor reaches the drawing.
    """
    if not PATH.fullmatch(path):
        raise ValueError("a signature is a path of numbers")
    return Markup(  # noqa: S704 - numbers and escaped text only
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ink" viewBox="0 0 {width:g} {height:g}" role="img">'
        f"<title>{escape(title)}</title>"
        f'<path d="{path}" fill="none" stroke="#0a1e5a" stroke-width="{max(width, 320) / 130:.2f}" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
