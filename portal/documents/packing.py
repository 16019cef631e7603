"""A PDF written once: by itself WeasyPrint writes every object twice (its digest, the file) and packs at the slowest level."""

from __future__ import annotations

import zlib
from typing import Any

import pydyf

LEVEL = 6
"""Of zlib: a third of the time of level 9, for two hundredths more bytes."""


class Written(pydyf.Object):  # type: ignore[misc]
    """An object of a PDF whose bytes are known; it keeps its number, so that others still point at it."""

    data = b""
    compressible = False

    def __init__(self, source: Any) -> None:
        super().__init__()
        self.number, self.generation = source.number, source.generation
        self.compressible = source.compressible
        self.data = source.data


def install() -> None:
    """Let streams be packed at our level; harmless when done twice."""
    pydyf.Stream.data = property(_packed)


def pack(document: object, pdf: Any) -> None:
    """Write the objects of *pdf*, just before the file is put together; a finisher of `write_pdf`."""
    pdf.objects = [item if item.free == "f" else Written(item) for item in pdf.objects]


def _packed(stream: Any) -> bytes:
    data, extra = b"\n".join(map(pydyf._to_bytes, stream.stream)), pydyf.Dictionary(stream.extra.copy())
    if stream.compress:
        data = zlib.compress(data, LEVEL)
        extra["Filter"] = "/FlateDecode"
    extra["Length"] = len(data)
    return b"\n".join((extra.data, b"stream", data, b"endstream"))
