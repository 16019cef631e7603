"""CSV of a list: streamed, capped, and with every formula made harmless."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from markupsafe import Markup

from admin.columns import Column
from portal.core.plaintext import harmless

CAP = 10_000
CHUNK = 200


def lines(columns: Iterable[Column], rows: Iterable[Any]) -> Iterator[str]:
    """Write a CSV a few hundred rows at a time: semicolons and a byte order mark, as Dutch spreadsheets expect."""
    columns = list(columns)
    shows = [column.show() for column in columns]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow([harmless(str(column.label)) for column in columns])
    for number, row in enumerate(rows, 1):
        values = (show(value) for show, value in zip(shows, row[1:], strict=False))
        writer.writerow([harmless(value.striptags() if isinstance(value, Markup) else value) for value in values])
        if number % CHUNK == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()
