"""Random ways to change a sealed file: flipped bytes, later updates, swapped pages, shadow content, a cut-back file."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

Tamper = Callable[[bytes, random.Random], bytes]


def flip(pdf: bytes, dice: random.Random) -> bytes:
    """Flip one to three bits anywhere."""
    made = bytearray(pdf)
    for _ in range(dice.randint(1, 3)):
        made[dice.randrange(len(made))] ^= 1 << dice.randrange(8)
    return bytes(made)


def pad(pdf: bytes, dice: random.Random) -> bytes:
    """Write something into the zeros behind the seal, which no seal covers."""
    zeros = pdf.index(b"0" * 64, pdf.index(b"/Contents <"))
    place = zeros + dice.randrange(8, 60)
    return pdf[:place] + dice.choice([b"1", b"f", b" "]) + pdf[place + 1 :]


def grow(pdf: bytes, dice: random.Random) -> bytes:
    """Append bytes."""
    return pdf + dice.choice([b"\n", b" ", b"\n%%EOF\n", b"\n%" + bytes(dice.choices(b"abcdef", k=40)), pdf[-200:]])


def shrink(pdf: bytes, dice: random.Random) -> bytes:
    """Leave bytes away at the end or the beginning."""
    cut = dice.randrange(1, 2_000)
    return dice.choice([pdf[:-cut], pdf[cut:]])


def update(pdf: bytes, dice: random.Random) -> bytes:
    """Add a later revision: an overlay, a note, another title, another page order."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(pdf))
    kids = writer.root["/Pages"]["/Kids"]
    page = kids[dice.randrange(len(kids))].get_object()
    kind = dice.choice(["overlay", "note", "title", "order"])
    if kind == "overlay":
        text = f"1 1 1 rg {dice.randrange(300)} {dice.randrange(500)} 200 90 re f".encode()
        stream = writer.add_object(generic.StreamObject(stream_data=text))
        page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), stream])
        writer.update_container(page)
    elif kind == "note":
        number: Any = generic.NumberObject
        entries = {
            "/Type": generic.NameObject("/Annot"), "/Subtype": generic.NameObject("/FreeText"),
            "/Rect": generic.ArrayObject([number(one) for one in (50, 50, 400, dice.randrange(80, 700))]),
            "/Contents": generic.TextStringObject("De boete is 500 euro"),
        }  # fmt: skip
        note = generic.DictionaryObject({generic.NameObject(key): value for key, value in entries.items()})
        page["/Annots"] = generic.ArrayObject([*page.get("/Annots", []), writer.add_object(note)])
        writer.update_container(page)
    elif kind == "title":
        title = generic.TextStringObject(f"Anders {dice.random()}")
        writer.set_info(generic.DictionaryObject({generic.NameObject("/Title"): title}))
    else:
        kids.append(kids.pop(0))
        writer.update_container(writer.root["/Pages"])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def rewrite(pdf: bytes, dice: random.Random) -> bytes:
    """Save the file anew with pages swapped, left out or doubled."""
    with pikepdf.open(io.BytesIO(pdf)) as made:
        pages = made.pages
        kind = dice.choice(["swap", "drop", "double", "same"])
        if kind == "swap":
            pages.reverse()
        elif kind == "drop":
            del pages[dice.randrange(len(pages))]
        elif kind == "double":
            pages.append(pages[0])
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


def shadow(pdf: bytes, dice: random.Random) -> bytes:
    """Hide content before the beginning, or point the reader to another cross-reference table."""
    if dice.random() < 0.5:
        return b"%PDF-1.7\n" + pdf
    return re.sub(rb"startxref\s+\d+", b"startxref\n" + str(dice.randrange(len(pdf))).encode(), pdf)


def rollback(pdf: bytes, _dice: random.Random) -> bytes:
    """Cut the file back to before the seal."""
    ends = [found.end() for found in re.finditer(rb"%%EOF\r?\n?", pdf)]
    return pdf[: ends[-2]]


KINDS: tuple[Tamper, ...] = (flip, flip, flip, pad, grow, shrink, update, update, rewrite, shadow, rollback)


def tampers(pdf: bytes, count: int, seed: int = 2026) -> list[tuple[str, bytes]]:
    """Return *count* changed files with the name of what was done, each really another file."""
    dice, made = random.Random(seed), list[tuple[str, bytes]]()
    while len(made) < count:
        kind = KINDS[len(made) % len(KINDS)]
        changed = kind(pdf, dice)
        if changed != pdf:
            made.append((kind.__name__, changed))
    return made
