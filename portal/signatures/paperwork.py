"""The paper copy of a version for one signatory, and reading what came back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from portal.core.errors import Invalid
from portal.documents.errors import ChildFailed, RenderTimeout, Unreadable
from portal.documents.intake import clean
from portal.documents.paper import Sheet, paper_copy
from portal.documents.scans import Scan
from portal.documents.scans import read_scan as look_at
from portal.signatures.models import Signatory
from portal.signatures.rules.presence import page_code
from portal.signatures.rules.sheets import Foot

LARGEST_SCAN = 40_000_000


def pages_of(pdf: bytes) -> int:
    """Return how many pages the approved document has."""
    return clean(pdf).pages


def print_copy(row: Signatory, approved: bytes, reference: str, number: int) -> bytes:
    """Print the paper copy of *row*: case, version, page and a short code on every page, in words and as a QR code."""
    total = pages_of(approved)
    feet = [Foot(reference, number, page, total, page_code(row.version_id, row.id, page)) for page in range(1, total + 1)]
    return paper_copy(approved, [Sheet(foot.words(), foot.qr()) for foot in feet])


def read_scan(files: Sequence[bytes]) -> Scan:
    """Read a scan: a PDF, several, or photos of the sheets.

    Raises Invalid("signing.scan-large", "signing.scan-broken").
    """
    if sum(map(len, files)) > LARGEST_SCAN:
        raise Invalid("signing.scan-large", field="file")
    try:
        found = look_at(files)
    except (Unreadable, RenderTimeout, ChildFailed) as error:
        raise Invalid("signing.scan-broken", field="file") from error
    if not found.pages:
        raise Invalid("signing.scan-broken", field="file")
    return found


def kept_as(files: Sequence[bytes], scan: Scan) -> bytes:
    """Return what is kept of a scan: one PDF as it came; of photos and of several files the PDF they became."""
    return files[0] if len(files) == 1 and b"%PDF-" in files[0][:1024] else scan.data


def viewing_copy(scan: bytes) -> bytes:
    """Return a scan fit to be opened: nothing in it acts."""
    try:
        return clean(scan).data
    except (Unreadable, RenderTimeout, ChildFailed) as error:
        raise Invalid("signing.scan-broken", field="file") from error


def typed_codes(text: str) -> Sequence[str]:
    """Split what was typed into one code per sheet.

    >>> list(typed_codes("k7qf2, 9abcd\\n22222"))
    ['k7qf2', '9abcd', '22222']
    """
    return [part for part in re.split(r"[\s,;]+", text[:20_000]) if part]
