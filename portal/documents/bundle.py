"""Many files to one court file: stamped pages, bookmarks, labels, links from the index, originals attached untouched."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.documents import fonts, pool
from portal.documents.errors import Unreadable
from portal.documents.frames import Header
from portal.documents.render import Attached

LINK = "productie:"
CLAIMS = ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")
STAMP_WIDTH, STAMP_HEIGHT = 250, 16


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One exhibit: its cleaned pages; `pages` is their number, known before, because the index prints it."""

    number: int
    title: str
    pdf: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class Bundle:
    """The bound file and its number of pages."""

    data: bytes
    pages: int


def first_pages(counts: Sequence[int]) -> list[int]:
    """Tell on which dossier page each exhibit's cover sheet stands; a cover sheet counts as one page.

    >>> first_pages([3, 7])
    [1, 5]
    """
    pages, at = [], 1
    for count in counts:
        pages.append(at)
        at += count + 1
    return pages


def bundle(
    front: bytes,
    covers: bytes | None,
    exhibits: Sequence[Exhibit],
    *,
    title: str,
    author: str,
    created: dt.datetime,
    attachments: Sequence[Attached] = (),
    limit: float = 120.0,
) -> Bundle:
    """Bind *front*, and per exhibit its sheet from *covers* and its pages, into one PDF.

    Links of the front matter to "productie:<number>" lead to that exhibit. Front pages are labelled in Roman numerals,
    so that the dossier pages never depend on the length of the index. The result claims neither PDF/A nor PDF/UA,
    because exhibits of others seldom are; the accessible front matter travels along as an attachment.
    """
    header: Header = {
        "title": title,
        "author": author,
        "created": created.astimezone(dt.UTC).isoformat(),
        "covers": covers is not None,
        "exhibits": [[e.number, e.title, e.pages] for e in exhibits],
        "attachments": [[a.name, a.description, a.relationship] for a in attachments],
    }
    blobs = [
        front,
        *([covers] if covers is not None else []),
        *(e.pdf for e in exhibits),
        *(a.data for a in attachments),
    ]
    facts, results = pool.pool().run("bundle", header, blobs, limit=limit)
    return Bundle(results[0], facts["pages"])


# ----- below: inside the child -----


def bundle_here(header: Header, blobs: list[bytes]) -> tuple[Header, list[bytes]]:
    """Bind inside the child; the counterpart of `bundle`."""
    import pikepdf

    exhibits, rest = header["exhibits"], list(blobs)
    front = pikepdf.open(io.BytesIO(rest.pop(0)))
    covers = pikepdf.open(io.BytesIO(rest.pop(0))) if header["covers"] else None
    sources = [pikepdf.open(io.BytesIO(rest.pop(0))) for _ in exhibits]  # must live until the save
    out = pikepdf.new()
    out.pages.extend(front.pages)
    front_pages = len(front.pages)
    starts: list[int] = []
    for at, source in enumerate(sources):
        if len(source.pages) != exhibits[at][2]:
            raise Unreadable(
                f"exhibit {exhibits[at][0]} has {len(source.pages)} pages, the index says {exhibits[at][2]}"
            )
        starts.append(len(out.pages))
        if covers is not None:
            out.pages.append(covers.pages[at])
        out.pages.extend(source.pages)
    _stamp(out, exhibits, starts, front_pages)
    _outline(out, front, exhibits, starts)
    _link(out, front_pages, {str(e[0]): start for e, start in zip(exhibits, starts, strict=True)})
    for page in out.pages:
        if "/StructParents" in page.obj:
            del page.obj["/StructParents"]
    labels = [0, pikepdf.Dictionary(S=pikepdf.Name.r)]
    if exhibits:
        labels += [front_pages, pikepdf.Dictionary(S=pikepdf.Name.D)]
    out.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(labels))
    out.Root.PageMode = pikepdf.Name.UseOutlines
    out.Root.Lang = pikepdf.String("nl")
    out.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    _attach(out, header, rest)
    _describe(out, header)
    output = io.BytesIO()
    out.save(output, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return {"pages": len(out.pages)}, [output.getvalue()]


def _stamp(out: Any, exhibits: list[Any], starts: list[int], front_pages: int) -> None:
    """Print exhibit, page and dossier page at the top right of every exhibit page."""
    import pikepdf
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    if not exhibits:
        return
    pdfmetrics.registerFont(TTFont("stamp", str(fonts.path("NotoSans-Regular"))))
    sheet = io.BytesIO()
    canvas = Canvas(sheet, pagesize=(STAMP_WIDTH, STAMP_HEIGHT), invariant=1)
    targets: list[int] = []
    for (number, _, pages), start in zip(exhibits, starts, strict=True):
        for page in range(pages):
            at = start + 1 + page
            text = f"Productie {number} – p. {page + 1}/{pages} (dossier p. {at - front_pages + 1})"
            width = pdfmetrics.stringWidth(text, "stamp", 8)
            canvas.setFillGray(1)
            canvas.rect(STAMP_WIDTH - width - 10, 1, width + 8, 13, stroke=0, fill=1)
            canvas.setFont("stamp", 8)
            canvas.setFillGray(0.1)
            canvas.drawRightString(STAMP_WIDTH - 6, 4.5, text)
            canvas.showPage()
            targets.append(at)
    canvas.save()
    stamps = pikepdf.open(sheet)
    for stamp, at in zip(stamps.pages, targets, strict=True):
        page = out.pages[at]
        name = page.add_resource(
            out.copy_foreign(stamp.as_form_xobject()), pikepdf.Name.XObject, pikepdf.Name.ExhibitStamp
        )
        matrix = " ".join(f"{value:g}" for value in _corner(page))
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(f"\nQ q {matrix} cm {name} Do Q".encode())


def _corner(page: Any) -> tuple[float, ...]:
    """The matrix that puts a stamp in the corner that the reader sees at the top right, however the page is turned."""
    left, bottom, right, top = (float(edge) for edge in page.trimbox)
    across, down = STAMP_WIDTH + 12, STAMP_HEIGHT + 8
    match int(page.obj.get("/Rotate", 0)) % 360:
        case 90:
            return (0, 1, -1, 0, left + down, top - across)
        case 180:
            return (-1, 0, 0, -1, left + across, bottom + down)
        case 270:
            return (0, -1, 1, 0, right - down, bottom + across)
        case _:
            return (1, 0, 0, 1, right - across, top - down)


def _outline(out: Any, front: Any, exhibits: list[Any], starts: list[int]) -> None:
    import pikepdf

    places = {page.obj.objgen: at for at, page in enumerate(front.pages)}
    with out.open_outline() as outline:
        with front.open_outline() as source:
            for item in source.root:
                for entry in (item, *item.children):
                    destination = entry.destination
                    if isinstance(destination, pikepdf.Array) and destination[0].objgen in places:
                        outline.root.append(pikepdf.OutlineItem(entry.title, places[destination[0].objgen]))
        for (number, title, _), start in zip(exhibits, starts, strict=True):
            outline.root.append(pikepdf.OutlineItem(f"Productie {number} – {title}", start))


def _link(out: Any, front_pages: int, starts: dict[str, int]) -> None:
    """Turn the addresses "productie:<number>" of the front matter into links inside the file."""
    import pikepdf

    for page in list(out.pages)[:front_pages]:
        for annotation in page.obj.get("/Annots", []):
            address = str(annotation.get("/A", {}).get("/URI", ""))
            number = address.removeprefix(LINK)
            if address.startswith(LINK) and number in starts:
                del annotation["/A"]
                target = out.pages[starts[number]].obj
                annotation.Dest = pikepdf.Array([target, pikepdf.Name.XYZ, 0, 842, 0])
                annotation.Contents = pikepdf.String(f"Naar productie {number}")


def _attach(out: Any, header: Header, files: list[bytes]) -> None:
    import pikepdf

    created = dt.datetime.fromisoformat(header["created"]).strftime("D:%Y%m%d%H%M%SZ")
    for (name, description, relationship), data in zip(header["attachments"], files, strict=True):
        out.attachments[name] = pikepdf.AttachedFileSpec(
            out,
            data,
            filename=name,
            description=description,
            creation_date=created,
            mod_date=created,
            relationship=pikepdf.Name(f"/{relationship}"),
        )


def _describe(out: Any, header: Header) -> None:
    created = dt.datetime.fromisoformat(header["created"])
    with out.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = header["title"]
        metadata["dc:creator"] = [header["author"]]
        metadata["xmp:CreateDate"] = created.isoformat()
        metadata["xmp:CreatorTool"] = "Driehoek"
        for claim in CLAIMS:
            if claim in metadata:
                del metadata[claim]
    out.docinfo["/Title"] = header["title"]
    out.docinfo["/Author"] = header["author"]
    out.docinfo["/Creator"] = "Driehoek"
    out.docinfo["/CreationDate"] = created.strftime("D:%Y%m%d%H%M%SZ")
