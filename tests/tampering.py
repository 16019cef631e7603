"""Random ways to change a sealed file: flipped bytes, later updates, swapped pages, shadow content, a cut-back file.

Also what somebody does who knows how seals work: another seal with the same names, the seal taken along into a later
revision, something put beside it where it cannot cover.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pikepdf
from asn1crypto import cms
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from portal.documents.authority import Authority, make_authority
from portal.documents.seal import seal_pdf

Tamper = Callable[[bytes, random.Random], bytes]


def flip(pdf: bytes, dice: random.Random) -> bytes:
    """Flip one to three bits anywhere."""
    made = bytearray(pdf)
    for _ in range(dice.randint(1, 3)):
        made[dice.randrange(len(made))] ^= 1 << dice.randrange(8)
    return bytes(made)


def beside(pdf: bytes, dice: random.Random) -> bytes:
    """Change something in a container, the only place that a seal or time stamp cannot cover."""
    begin, end = dice.choice([found.span(1) for found in re.finditer(rb"/Contents <([0-9a-fA-F]{64,})>", pdf)])
    written = pdf[begin:end]
    used = len(written.rstrip(b"0"))
    kind = dice.choice(["padding", "digit", "letter", "certificate"])
    if kind == "padding":
        place = dice.randrange(used + 8, len(written))
        changed = written[:place] + dice.choice([b"1", b"f", b" "]) + written[place + 1 :]
    elif kind == "digit":
        place = dice.randrange(used)
        changed = written[:place] + dice.choice(b"0123456789abcdef").to_bytes() + written[place + 1 :]
    elif kind == "letter":
        place = dice.choice([at for at in range(used) if written[at : at + 1].isalpha()])
        changed = written[:place] + written[place : place + 1].swapcase() + written[place + 1 :]
    else:
        content = cms.ContentInfo.load(bytes.fromhex(written.decode()))
        held = content["content"]["certificates"]
        content["content"]["certificates"] = [*held, held[dice.randrange(len(held))]]
        changed = content.dump(force=True).hex().encode().ljust(len(written), b"0")[: len(written)]
    return pdf[:begin] + changed + pdf[end:]


def grow(pdf: bytes, dice: random.Random) -> bytes:
    """Append bytes."""
    return pdf + dice.choice([b"\n", b" ", b"\n%%EOF\n", b"\n%" + bytes(dice.choices(b"abcdef", k=40)), pdf[-200:]])


def shrink(pdf: bytes, dice: random.Random) -> bytes:
    """Leave bytes away at the end or the beginning."""
    cut = dice.randrange(1, 2_000)
    return dice.choice([pdf[:-cut], pdf[cut:]])


def update(pdf: bytes, dice: random.Random) -> bytes:
    """Add a later revision: an overlay, a note, a field, another title, other metadata, page order or attachment."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(pdf))
    UPDATES[dice.choice(list(UPDATES))](writer, dice)
    return _written(writer)


def _written(writer: Any) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _page(writer: Any, dice: random.Random) -> Any:
    kids = writer.root["/Pages"]["/Kids"]
    return kids[dice.randrange(len(kids))].get_object()


def _overlay(writer: Any, dice: random.Random) -> None:
    page = _page(writer, dice)
    text = f"1 1 1 rg {dice.randrange(300)} {dice.randrange(500)} 200 90 re f".encode()
    stream = writer.add_object(generic.StreamObject(stream_data=text))
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), stream])
    writer.update_container(page)


def _note(writer: Any, dice: random.Random) -> None:
    page = _page(writer, dice)
    note = _dictionary(Type="/Annot", Subtype="/FreeText", Contents="De boete is 500 euro")
    note[generic.NameObject("/Rect")] = _numbers(50, 50, 400, dice.randrange(80, 700))
    page["/Annots"] = generic.ArrayObject([*page.get("/Annots", []), writer.add_object(note)])
    writer.update_container(page)


def _field(writer: Any, dice: random.Random) -> None:
    field = _dictionary(Type="/Annot", Subtype="/Widget", FT="/Tx", T=f"Bedrag {dice.random()}", V="500 euro")
    field[generic.NameObject("/Rect")] = _numbers(50, 50, 400, 80)
    fields = writer.root["/AcroForm"]["/Fields"]
    fields.append(writer.add_object(field))
    writer.update_container(fields)


def _title(writer: Any, dice: random.Random) -> None:
    writer.set_info(_dictionary(Title=f"Anders {dice.random()}"))


def _metadata(writer: Any, dice: random.Random) -> None:
    stream = writer.root["/Metadata"]
    stream._data = stream.data.replace(b"Driehoek", f"Ander{dice.randrange(999)}".encode())
    stream._encoded_data = None
    writer.update_container(stream)


def _order(writer: Any, _dice: random.Random) -> None:
    kids = writer.root["/Pages"]["/Kids"]
    kids.append(kids.pop(0))
    writer.update_container(writer.root["/Pages"])


def _attachment(writer: Any, dice: random.Random) -> None:
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    entry = names[1 + 2 * dice.randrange(len(names) // 2)].get_object()
    content = generic.StreamObject(_dictionary(Type="/EmbeddedFile"), stream_data=b"%PDF-1.7 iets anders")
    entry["/EF"][generic.NameObject("/F")] = writer.add_object(content)
    writer.update_container(entry)


def _wrap(writer: Any, dice: random.Random) -> None:
    """Take the seal itself along into the later revision, behind another page."""
    seal = writer.root["/AcroForm"]["/Fields"][0].get_object().raw_get("/V")
    writer.mark_update(seal.reference)
    _overlay(writer, dice)


UPDATES: dict[str, Callable[[Any, random.Random], None]] = {
    "overlay": _overlay, "note": _note, "field": _field, "title": _title, "metadata": _metadata, "order": _order,
    "attachment": _attachment, "wrap": _wrap,
}  # fmt: skip


def _dictionary(**entries: str) -> Any:
    """Make a dictionary of names, which begin with a slash, and texts."""
    made = {
        generic.NameObject(f"/{key}"): (generic.NameObject if value[0] == "/" else generic.TextStringObject)(value)
        for key, value in entries.items()
    }
    return generic.DictionaryObject(made)


def _numbers(*numbers: int) -> Any:
    return generic.ArrayObject([generic.NumberObject(one) for one in numbers])


def rewrite(pdf: bytes, dice: random.Random) -> bytes:
    """Save the file anew with pages swapped, left out or doubled, or with another approved document in it."""
    with pikepdf.open(io.BytesIO(pdf)) as made:
        pages = made.pages
        kind = dice.choice(["swap", "drop", "double", "same", "attachment"])
        if kind == "swap":
            pages.reverse()
        elif kind == "drop":
            del pages[dice.randrange(len(pages))]
        elif kind == "double":
            pages.append(pages[0])
        elif kind == "attachment":
            made.attachments["ter-ondertekening.pdf"] = pikepdf.AttachedFileSpec(made, pdf[: dice.randrange(9, 99)])
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


def shadow(pdf: bytes, dice: random.Random) -> bytes:
    """Hide content before the beginning, or point the reader, or the seal, to another place."""
    kind = dice.choice(["before", "start", "earlier", "range"])
    if kind == "before":
        return b"%PDF-1.7\n" + pdf
    if kind == "start":
        return re.sub(rb"startxref\s+\d+", b"startxref\n" + str(dice.randrange(len(pdf))).encode(), pdf)
    if kind == "earlier":
        first = re.findall(rb"startxref\s+(\d+)", pdf)[0]
        return pdf + b"\nstartxref\n" + first + b"\n%%EOF\n"
    found = dice.choice(list(re.finditer(rb"/ByteRange ?\[0 (\d+) (\d+) (\d+)", pdf)))
    begin, end = found.span(dice.randint(1, 3))
    number = max(0, int(pdf[begin:end]) + dice.choice([-40, -1, 1, 2, 40]))
    return pdf[:begin] + str(number).encode().rjust(end - begin)[: end - begin] + pdf[end:]


def rollback(pdf: bytes, dice: random.Random) -> bytes:
    """Cut the file back to an earlier state."""
    ends = [found.end() for found in re.finditer(rb"%%EOF\r?\n?", pdf)]
    return pdf[: dice.choice(ends[:-1])]


def reseal(pdf: bytes, dice: random.Random) -> bytes:
    """Seal with a certificate that bears the same names: what was sealed, or something of one's own behind it."""
    now = dt.datetime.now(dt.UTC)
    before = pdf[: next(found.end() for found in re.finditer(rb"%%EOF\r?\n?", pdf))]
    if dice.random() < 0.5:
        return seal_pdf(before, _namesake(), reason="Verzegeld", at=now).data
    return seal_pdf(rewrite(before, dice), _namesake(), reason="Verzegeld", at=now).data


@cache
def _namesake() -> Authority:
    return make_authority("Bureau Driehoek", now=dt.datetime.now(dt.UTC))


KINDS: dict[str, Tamper] = {
    one.__name__: one for one in (flip, beside, grow, shrink, update, rewrite, shadow, rollback, reseal)
}
WEIGHTS = ("flip", "flip", "beside", "beside", "grow", "shrink", "update", "update", "update", "rewrite", "shadow", "shadow",
           "rollback", "reseal")  # fmt: skip


def tampers(
    pdf: bytes, count: int, *, seed: int = 2026, also: Mapping[str, Tamper] | None = None
) -> list[tuple[str, bytes]]:
    """Return *count* changed files with the name of what was done, each really another file; *also* knows more ways."""
    kinds = KINDS | dict(also or {})
    names = (*WEIGHTS, *(also or ()))
    dice, made = random.Random(seed), list[tuple[str, bytes]]()
    while len(made) < count:
        name = names[len(made) % len(names)]
        changed = kinds[name](pdf, dice)
        if changed != pdf:
            made.append((name, changed))
    return made
