"""The paper copy of a version for one signatory, and reading what came back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from portal.core.errors import Invalid
from portal.documents.errors import DocumentError
from portal.documents.intake import clean
from portal.documents.paper import Sheet, paper_copy
from portal.signatures.models import Signatory
from portal.signatures.rules.presence import page_code

LARGEST_SCAN = 20_000_000


def pages_of(pdf: bytes) -> int:
    """Return how many pages the approved document has."""
    return clean(pdf).pages


def print_copy(row: Signatory, approved: bytes, reference: str, number: int) -> bytes:
    """Print the paper copy of *row*: case, version, page and a short code on every page."""
    total = pages_of(approved)
    codes = [page_code(row.version_id, row.id, page) for page in range(1, total + 1)]
    sheets = [
        Sheet(
            f"{reference} – versie {number} – bladzijde {page} van {total} – code {code}",
            f"DRIEHOEK-PAPIER-1 {reference} {number} {page}/{total} {code}",
        )
        for page, code in enumerate(codes, 1)
    ]
    return paper_copy(approved, sheets)


def scan_pages(scan: bytes) -> int:
    """Return how many pages a scan has; raise Invalid("signing.scan-broken") when it is no readable PDF."""
    return _cleaned(scan)[0]


def viewing_copy(scan: bytes) -> bytes:
    """Return a scan fit to be opened: nothing in it acts."""
    return _cleaned(scan)[1]


def typed_codes(text: str) -> Sequence[str]:
    """Split what was typed into one code per sheet.

    >>> list(typed_codes("k7qf2, 9abcd\\n22222"))
    ['k7qf2', '9abcd', '22222']
    """
    return [part for part in re.split(r"[\s,;]+", text[:20_000]) if part]


def _cleaned(scan: bytes) -> tuple[int, bytes]:
    if len(scan) > LARGEST_SCAN:
        raise Invalid("signing.scan-large", field="file")
    try:
        found = clean(scan)
    except DocumentError as error:
        raise Invalid("signing.scan-broken", field="file") from error
    if not found.pages:
        raise Invalid("signing.scan-broken", field="file")
    return found.pages, found.data
