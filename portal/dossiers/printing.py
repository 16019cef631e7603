"""The court file on paper: each piece as an exhibit, the front matter, the sheets between. Runs outside any transaction."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.core.search import fold
from portal.documents import bundle, images, intake, pages
from portal.documents.errors import Unreadable
from portal.documents.render import Asset, Attached, render_pdf

FRONT_LIMIT, BIND_LIMIT = 180.0, 300.0


@dataclass(frozen=True, slots=True)
class Source:
    """One exhibit as data: rows and paragraphs to print, or a file of somebody else."""

    number: int
    title: str
    kind: str
    author: str
    on: dt.date
    proves: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    paragraphs: tuple[tuple[str, str], ...] = ()
    file: bytes | None = None
    file_name: str = ""
    media_type: str = ""
    file_sha256: str = ""
    sealed: bool = False
    release_reason: str = ""
    redacted: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A piece that is not given, and why."""

    on: dt.date
    kind: str
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What the front matter tells about the case and the filing; no name of a child or a reporter."""

    reference: str
    publisher: str
    address: str
    tenants: tuple[str, ...]
    landlord: str
    household: tuple[str, ...]
    recipient: str
    purpose: str
    period_from: dt.date
    period_until: dt.date
    number: int
    filed_at: dt.datetime
    head: tuple[int, str]
    verification: str
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One exhibit ready to be bound."""

    source: Source
    pdf: bytes
    pages: int
    sha256: str
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Bound:
    """The bound file, and per exhibit what was bound."""

    data: bytes
    pages: int
    exhibits: tuple[Exhibit, ...]


def bind(frame: Frame, sources: Sequence[Source]) -> Bound:
    """Make one file of all exhibits; the sealed agreements travel along byte for byte."""
    exhibits = [prepare(source, frame) for source in sources]
    counts = [exhibit.pages for exhibit in exhibits]
    starts = bundle.first_pages(counts)
    title = f"Dossier {frame.reference}, indiening {frame.number}"
    shared = {"title": title, "publisher": frame.publisher, "mark": f"{frame.reference} · indiening {frame.number}"}
    rows = [
        {"exhibit": exhibit, "source": exhibit.source, "start": start}
        for exhibit, start in zip(exhibits, starts, strict=True)
    ]
    front_html = pages.page(
        "dossiers/print/front.html", **shared, digest="", frame=frame, rows=rows, total=sum(counts) + len(counts)
    )
    front = render_pdf(front_html, created=frame.filed_at, limit=FRONT_LIMIT)
    sheets_html = pages.page("dossiers/print/sheets.html", **shared, digest="", rows=rows)
    sheets = render_pdf(sheets_html, created=frame.filed_at, limit=FRONT_LIMIT)
    made = bundle.bundle(
        front,
        sheets,
        [bundle.Exhibit(e.source.number, e.source.title, e.pdf, e.pages) for e in exhibits],
        title=title,
        author=frame.publisher,
        created=frame.filed_at,
        attachments=_attached(exhibits, front),
        limit=BIND_LIMIT,
    )
    return Bound(made.data, made.pages, tuple(exhibits))


def prepare(source: Source, frame: Frame) -> Exhibit:
    """Make the pages of one exhibit: printed from data, a photo on a page, or a stranger's PDF made harmless.

    A file that cannot be opened becomes a page that says so; its digest is still listed.
    """
    notes: list[str] = []
    if source.file is None:
        pdf = _printed(source, frame)
    elif source.media_type == "application/pdf":
        try:
            cleaned = intake.clean(source.file)
            notes += ["hersteld bestand"] if cleaned.repaired else []
            notes += ["verzegeld origineel als bijlage"] if source.sealed else []
            return Exhibit(source, cleaned.data, cleaned.pages, source.file_sha256, tuple(notes))
        except Unreadable:
            pdf = _printed(
                source, frame, fault="Dit PDF-bestand kan niet worden geopend. Het origineel is op te vragen."
            )
    elif source.media_type.startswith("image/"):
        try:
            pdf = _photo(source, frame)
        except Unreadable:
            pdf = _printed(source, frame, fault="Deze foto kan niet worden geopend. Het origineel is op te vragen.")
    else:
        pdf = _printed(
            source, frame, fault="Dit soort bestand kan niet worden afgedrukt. Het origineel is op te vragen."
        )
    cleaned = intake.clean(pdf)
    digest = source.file_sha256 or hashlib.sha256(pdf).hexdigest()
    return Exhibit(source, cleaned.data, cleaned.pages, digest, tuple(notes))


def _printed(source: Source, frame: Frame, fault: str = "") -> bytes:
    html = pages.page(
        "dossiers/print/piece.html", title=source.title, publisher=frame.publisher, mark=frame.reference, digest="",
        source=source, fault=fault, picture=False,
    )  # fmt: skip
    return render_pdf(html, created=frame.filed_at, limit=FRONT_LIMIT)


def _photo(source: Source, frame: Frame) -> bytes:
    assert source.file is not None
    copy = images.viewing_copy(source.file)
    html = pages.page(
        "dossiers/print/piece.html", title=source.title, publisher=frame.publisher, mark=frame.reference, digest="",
        source=source, fault="", picture=True,
    )  # fmt: skip
    return render_pdf(html, created=frame.filed_at, assets={"photo": Asset(copy.data, "image/jpeg")}, limit=FRONT_LIMIT)


def _attached(exhibits: Sequence[Exhibit], front: bytes) -> list[Attached]:
    listing = "".join(f"{e.sha256}  {exhibit_name(e.source)}\n" for e in exhibits)
    found = [
        Attached(
            "productielijst.pdf", front, "Voorblad, productielijst en tijdlijn als toegankelijke PDF", "Alternative"
        ),
        Attached("hashlijst.txt", listing.encode(), "SHA-256 van elke productie", "Data"),
    ]
    for exhibit in exhibits:
        source = exhibit.source
        if source.sealed and source.file is not None:
            found.append(
                Attached(exhibit_name(source), source.file, f"Productie {source.number}, ongewijzigd", "Source")
            )
    return found


def exhibit_name(source: Source) -> str:
    """Name the file of an exhibit: number, date, title; ASCII and at most 80 characters.

    >>> exhibit_name(Source(4, "Waarschuwingsbrief", "stuk", "", dt.date(2026, 3, 12)))
    '04_2026-03-12_waarschuwingsbrief.pdf'
    """
    words = re.sub(r"[^a-z0-9]+", "-", fold(source.title)).strip("-")
    return f"{source.number:02d}_{source.on.isoformat()}_{words[:60].strip('-') or 'stuk'}.pdf"
