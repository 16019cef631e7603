"""Drawn signatures: points from a browser, checked, bounded and brought to one size; then an SVG path.

Only the shape is kept. Speed and pressure would be biometric data, and nobody needs them.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeGuard

from portal.core.errors import Invalid

MAX_JSON = 200_000
MAX_STROKES = 80
MAX_POINTS = 4_000
WIDTH = 1_000
LEAST_POINTS = 8
LEAST_LENGTH = 220
LEAST_SPREAD = 60

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Strokes:
    """A drawn signature on a box 1,000 wide: strokes of whole-numbered points."""

    height: int
    lines: tuple[tuple[Point, ...], ...]

    def as_json(self) -> dict[str, Any]:
        """Return the form that is stored."""
        lines = [[list(point) for point in line] for line in self.lines]
        return {"width": WIDTH, "height": self.height, "strokes": lines}

    def path(self) -> str:
        """Return the SVG path: straight to the midpoints, curved around the points drawn."""
        return " ".join(_curve(line) for line in self.lines)


def read(text: str) -> Strokes | None:
    """Read what the drawing box posted; None when nothing was drawn.

    Raises `Invalid` with `signing.drawing-broken`, `signing.drawing-large` or `signing.drawing-simple`.
    """
    if not text.strip():
        return None
    if len(text) > MAX_JSON:
        raise Invalid("signing.drawing-large", field="strokes")
    try:
        posted = json.loads(text)
        width, height, lines = posted["width"], posted["height"], posted["strokes"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Invalid("signing.drawing-broken", field="strokes") from None
    if not (_number(width) and _number(height) and 50 <= width <= 5_000 and 30 <= height <= 5_000):
        raise Invalid("signing.drawing-broken", field="strokes")
    if not isinstance(lines, list):
        raise Invalid("signing.drawing-broken", field="strokes")
    if not lines:
        return None
    if len(lines) > MAX_STROKES or sum(len(line) for line in lines if isinstance(line, list)) > MAX_POINTS:
        raise Invalid("signing.drawing-large", field="strokes")
    scale = WIDTH / width
    strokes = Strokes(round(height * scale), tuple(_line(line, width, height, scale) for line in lines))
    _refuse_scribble(strokes)
    return strokes


def stored(value: dict[str, Any]) -> Strokes:
    """Return the strokes that `as_json` wrote."""
    lines = tuple(tuple((int(x), int(y)) for x, y in line) for line in value["strokes"])
    return Strokes(int(value["height"]), lines)


def _number(value: object) -> TypeGuard[float]:
    """Tell whether *value* is an ordinary number; huge whole numbers are refused before they become a float."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and -1e6 < value < 1e6


def _line(line: object, width: float, height: float, scale: float) -> tuple[Point, ...]:
    if not isinstance(line, list) or not line:
        raise Invalid("signing.drawing-broken", field="strokes")
    points: list[Point] = []
    for point in line:
        if not (isinstance(point, list) and len(point) == 2 and _number(point[0]) and _number(point[1])):
            raise Invalid("signing.drawing-broken", field="strokes")
        x, y = (min(max(point[0], 0), width), min(max(point[1], 0), height))
        place = (round(x * scale), round(y * scale))
        if not points or points[-1] != place:
            points.append(place)
    return tuple(points)


def _refuse_scribble(strokes: Strokes) -> None:
    """Refuse a dot or a dash: nobody recognises his own hand in it."""
    points = [point for line in strokes.lines for point in line]
    length = sum(math.dist(a, b) for line in strokes.lines for a, b in pairwise(line))
    wide = max(x for x, _ in points) - min(x for x, _ in points)
    high = max(y for _, y in points) - min(y for _, y in points)
    if len(points) < LEAST_POINTS or length < LEAST_LENGTH or wide < LEAST_SPREAD or high < LEAST_SPREAD / 3:
        raise Invalid("signing.drawing-simple", field="strokes")


def _curve(line: tuple[Point, ...]) -> str:
    """Write one stroke.

    >>> _curve(((0, 0), (10, 10), (20, 0)))
    'M0 0 Q10 10 15 5 L20 0'
    """
    (x0, y0), *rest = line
    if not rest:
        return f"M{x0} {y0} l0.1 0"
    parts = [f"M{x0} {y0}"]
    for (x1, y1), (x2, y2) in pairwise(rest):
        parts.append(f"Q{x1} {y1} {_half(x1 + x2)} {_half(y1 + y2)}")
    x, y = rest[-1]
    return " ".join([*parts, f"L{x} {y}"])


def _half(total: int) -> str:
    return str(total // 2) if total % 2 == 0 else f"{total / 2:.1f}"
