"""PDF from strangers, made fit to be bound: no scripts, no actions, no files inside, nothing that unfolds without end."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from typing import Any

from portal.documents import pool
from portal.documents.errors import Unreadable
from portal.documents.frames import Header

MOST_PAGES = 2_000
LARGEST_STREAM = 150_000_000
LARGEST_TOTAL = 1_000_000_000
MOST_PIXELS = 200_000_000
ROOT_KEYS = ("/OpenAction", "/AA", "/Collection", "/PieceInfo", "/SpiderInfo", "/AF", "/AcroForm", "/Names", "/Threads")
HARMLESS_ACTIONS = {"/GoTo", "/URI", "/Named"}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A PDF fit to be bound, and what was found: codes of removed things, a seal that the pages alone cannot keep."""

    data: bytes
    pages: int
    removed: tuple[str, ...]
    signed: bool
    repaired: bool


def clean(pdf: bytes, *, limit: float = 60.0) -> Cleaned:
    """Clean *pdf*; raises Unreadable when it is none, is locked with a password, or unfolds beyond what we open."""
    facts, results = pool.pool().run("clean", {}, [pdf], limit=limit)
    return Cleaned(results[0], facts["pages"], tuple(facts["removed"]), facts["signed"], facts["repaired"])


# ----- below: inside the child -----


def clean_here(header: Header, blobs: list[bytes]) -> tuple[Header, list[bytes]]:
    """Clean inside the child; the counterpart of `clean`."""
    import pikepdf

    try:
        pdf = pikepdf.open(io.BytesIO(blobs[0]))
    except pikepdf.PasswordError as error:
        raise Unreadable("the file is locked with a password") from error
    except pikepdf.PdfError as error:
        raise Unreadable("the file is not a PDF") from error
    with pdf:
        if len(pdf.pages) > MOST_PAGES:
            raise Unreadable(f"the file has more than {MOST_PAGES} pages")
        _measure(pdf)
        removed, signed = _strip(pdf)
        output = io.BytesIO()
        pdf.save(output, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        facts = {
            "pages": len(pdf.pages),
            "removed": sorted(removed),
            "signed": signed,
            "repaired": bool(pdf.get_warnings()),
        }
    return facts, [output.getvalue()]


def _measure(pdf: Any) -> None:
    """Refuse what would fill the memory of whoever opens it, before anything opens it."""
    import pikepdf

    total = 0
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Stream):
            continue
        if item.get("/Subtype") == pikepdf.Name.Image:
            if int(item.get("/Width", 0)) * int(item.get("/Height", 0)) > MOST_PIXELS:
                raise Unreadable("a picture in the file is too large")
            continue
        kind = item.get("/Filter")
        names = list(kind) if isinstance(kind, pikepdf.Array) else [kind]
        if names[:1] == [pikepdf.Name.FlateDecode]:
            total += _unfolded(item.read_raw_bytes())
        if total > LARGEST_TOTAL:
            raise Unreadable("the file unfolds beyond what we open")


def _unfolded(raw: bytes) -> int:
    inflater, size = zlib.decompressobj(), 0
    try:
        while raw:
            size += len(inflater.decompress(raw, 1 << 20))
            raw = inflater.unconsumed_tail
            if size > LARGEST_STREAM:
                raise Unreadable("a part of the file unfolds beyond what we open")
    except zlib.error:
        pass
    return size


def _strip(pdf: Any) -> tuple[set[str], bool]:
    import pikepdf

    removed: set[str] = set()
    fields = pdf.Root.get("/AcroForm", {}).get("/Fields", [])
    signed = any(field.get("/FT") == pikepdf.Name.Sig and "/V" in field for field in fields)
    try:
        pdf.flatten_annotations("print")  # what a reader sees stays visible, as part of the page
    except (RuntimeError, ValueError, pikepdf.PdfError):
        removed.add("annotations")
    for key in ROOT_KEYS:
        if key in pdf.Root:
            del pdf.Root[key]
            removed.add(key[1:])
    for page in pdf.pages:
        for key in ("/AA", "/StructParents", "/Annots", "/PieceInfo", "/B"):
            if key in page.obj:
                if key == "/Annots":
                    page.obj[key] = _links(pdf, page.obj[key], removed)
                else:
                    del page.obj[key]
    for key in ("/StructTreeRoot", "/MarkInfo"):
        if key in pdf.Root:
            del pdf.Root[key]
    return removed, signed


def _links(pdf: Any, annotations: Any, removed: set[str]) -> Any:
    """Keep links to places and addresses; drop every other annotation."""
    import pikepdf

    kept = pikepdf.Array()
    for annotation in annotations:
        action = annotation.get("/A", {})
        harmless = str(action.get("/S", "/GoTo")) in HARMLESS_ACTIONS and "/AA" not in annotation
        if annotation.get("/Subtype") == pikepdf.Name.Link and harmless:
            kept.append(annotation)
        else:
            removed.add(str(annotation.get("/Subtype", "/annotation"))[1:])
    return kept
