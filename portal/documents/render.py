"""HTML to PDF: one file that is PDF/A-3a and PDF/UA-1, made in a killable child that can reach nothing."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from portal.documents import drawings, pool
from portal.documents.errors import RenderRefused
from portal.documents.frames import Header

SHEET = Path(__file__).resolve().parent / "document.css"
PICTURE = ("data:image/png;base64,", "data:image/jpeg;base64,")
LARGEST_DATA_URL = 3_000_000
Relationship = Literal["Source", "Data", "Supplement", "Alternative", "Unspecified"]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside a PDF; `relationship` is its AFRelationship (ISO 19005-3, 6.8)."""

    name: str
    data: bytes
    description: str
    relationship: Relationship = "Supplement"


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture that a page may show under the address "asset:<name>"."""

    data: bytes
    media_type: str


def render_pdf(
    html: str,
    *,
    created: dt.datetime,
    attachments: Sequence[Attached] = (),
    assets: Mapping[str, Asset] | None = None,
    limit: float = pool.LIMIT,
) -> bytes:
    """Render *html* as PDF/A-3a and PDF/UA-1; the same input gives the same bytes.

    The page may show *assets* as "asset:<name>", own drawings and small PNG or JPEG data addresses, nothing else.
    Raises RenderRefused for any other address or a fault that would make the file inaccessible, RenderTimeout
    after *limit* seconds, PdfUnavailable where the libraries are missing.
    """
    assets = assets or {}
    header: Header = {
        "created": created.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "attachments": [[a.name, a.description, a.relationship] for a in attachments],
        "assets": [[name, asset.media_type] for name, asset in assets.items()],
    }
    blobs = [html.encode(), *(a.data for a in attachments), *(asset.data for asset in assets.values())]
    _, results = pool.pool().run("render", header, blobs, limit=limit)
    return results[0]


def warm() -> None:
    """Start a child ahead of the first document."""
    pool.pool().warm()


# ----- below: inside the child -----


class _Faults(logging.Handler):
    """Collects what WeasyPrint only logs: a missing picture, an alternative text that is not there."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage())


@cache
def prepare() -> tuple[Any, Any]:
    """Load WeasyPrint, complete its tagging and read the sheet once; raises OSError where libraries are missing."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    from portal.documents import glyphs, packing, source, tagging

    tagging.install()
    packing.install()
    source.plain_look()
    glyphs.drawable("")
    fonts = FontConfiguration()
    return CSS(string=SHEET.read_text(), font_config=fonts, url_fetcher=_fetcher({})), fonts


def _fetcher(assets: Mapping[str, Asset]) -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Locked(URLFetcher):  # type: ignore[misc]
        """Knows the given assets, own drawings and small pictures in data addresses; anything else ends the work."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols={"data"}, allow_redirects=False)

        def fetch(self, url: str, headers: object = None) -> Any:
            if url.startswith("asset:") and (asset := assets.get(url.removeprefix("asset:"))):
                return URLFetcherResponse(url, asset.data, {"Content-Type": asset.media_type})
            if url.startswith(drawings.SCHEME) and (drawn := drawings.printed(url.removeprefix(drawings.SCHEME))):
                return URLFetcherResponse(url, drawn, {"Content-Type": "image/svg+xml"})
            if url.startswith(PICTURE) and len(url) <= LARGEST_DATA_URL:
                return super().fetch(url)
            raise FatalURLFetchingError(f"a document may not fetch {url[:120]}")

    return Locked()


def render_here(header: Header, blobs: list[bytes]) -> tuple[Header, list[bytes]]:
    """Render inside the child; the counterpart of `render_pdf`. A "draft" is only looked at: no tags, no archive form."""
    from weasyprint import Attachment
    from weasyprint.urls import FatalURLFetchingError

    from portal.documents.packing import pack
    from portal.documents.source import Source

    sheet, fonts = prepare()
    created = dt.datetime.fromisoformat(header["created"])
    at = 1 + len(header["attachments"])
    assets = {name: Asset(data, kind) for (name, kind), data in zip(header["assets"], blobs[at:], strict=True)}
    fetcher = _fetcher(assets)
    attachments = [
        Attachment(
            string=data, name=name, description=description, relationship=relationship,
            created=created, modified=created, url_fetcher=fetcher,
        )
        for (name, description, relationship), data in sorted(zip(header["attachments"], blobs[1:at], strict=True))
    ]  # fmt: skip
    faults = _Faults()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(faults)
    try:
        document = Source(blobs[0].decode(), fetcher).render(stylesheets=[sheet], font_config=fonts)
        document.metadata.created = document.metadata.modified = created.strftime("%Y-%m-%dT%H:%M:%SZ")
        document.metadata.generator = "Driehoek"
        if not document.metadata.title:
            raise RenderRefused("the document has no title")
        draft = bool(header.get("draft"))  # nobody keeps it: packing it would only take time
        variant = None if draft else "pdf/a-3a"
        finish = None if draft else pack
        pdf = document.write_pdf(pdf_variant=variant, attachments=attachments, uncompressed_pdf=draft, finisher=finish)
    except FatalURLFetchingError as error:
        raise RenderRefused(str(error)) from error
    finally:
        logger.removeHandler(faults)
    if faults.found:
        raise RenderRefused("; ".join(faults.found)[:800])
    return {"pages": len(document.pages)}, [pdf]
