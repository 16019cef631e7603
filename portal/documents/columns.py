"""How wide the columns of a table are: settled from its words before layout, which would measure every cell four times."""

from __future__ import annotations

from collections.abc import Sequence

LINE = 96
"""How many letters stand on a line of a table from margin to margin, with room to spare."""
MARGIN = 3


def _wide(word: str) -> float:
    """Roughly how many ordinary letters wide *word* is."""
    return sum(
        1.75 if letter in "mwMW@%—…" or ord(letter) > 0x2E7F else 1.4 if letter.isupper() else 1 for letter in word
    )


def column_shares(head: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """Share a hundred over the columns as a browser would; nothing when some word would not fit in its column.

    >>> column_shares(["Datum", "Wat"], [["29 januari 2026", "Eerste brief over geluid in de nacht"]])
    (31.4, 68.6)
    """
    columns = list(zip(head, *rows, strict=True))
    least = [max(_wide(word) for cell in column for word in cell.split() or [""]) + MARGIN for column in columns]
    most = [max(map(_wide, column)) + MARGIN for column in columns]
    if not columns or sum(least) > LINE:
        return ()
    if sum(most) <= LINE:
        given = most
    else:
        eager = (LINE - sum(least)) / (sum(most) - sum(least))
        given = [low + (high - low) * eager for low, high in zip(least, most, strict=True)]
    return tuple(round(100 * width / sum(given), 1) for width in given)
