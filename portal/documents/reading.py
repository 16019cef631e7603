"""pyHanko's reader, but each packed stream of objects is taken apart once instead of for every object in it.

Judging what was added behind a seal walks the whole file: on a tagged agreement this is the difference between one second
and six.
"""

from __future__ import annotations

import io
from typing import Any

from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.misc import PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader


class SteadyReader(PdfFileReader):
    """A strict reader that remembers where the objects of a packed stream begin."""

    def __init__(self, pdf: bytes) -> None:
        self._packed: dict[int, tuple[bytes, list[tuple[int, int]], dict[int, int]]] = {}
        super().__init__(io.BytesIO(pdf), strict=True)

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> Any:
        data, places, first = self._taken_apart(stmnum)
        if not 0 <= idx < len(places) or first.get(idnum) != idx:
            raise PdfStrictReadError("Object is in wrong index.")
        content = io.BytesIO(data)
        content.seek(places[idx][1])
        try:
            found: Any = generic.read_object(content, generic.Reference(idnum, 0, self))
        except (misc.PdfStreamError, misc.PdfReadError) as error:
            raise PdfStrictReadError("Can't read object stream") from error
        if isinstance(found, generic.StreamObject | generic.IndirectObject):
            raise PdfStrictReadError("Encountered forbidden object type in object stream")
        return found

    def _taken_apart(self, number: int) -> tuple[bytes, list[tuple[int, int]], dict[int, int]]:
        known = self._packed.get(number)
        if known is None:
            stream: Any = generic.Reference(number, 0, self).get_object()
            if not isinstance(stream, generic.StreamObject) or stream["/Type"] != "/ObjStm":
                raise PdfStrictReadError("This is no stream of objects")
            data = stream.read_data(DecodePurpose.OBJECT_STREAM)
            begin, count = int(stream["/First"]), int(stream["/N"])
            numbers = data[:begin].split(None, 2 * count)[: 2 * count]
            if len(numbers) != 2 * count or not all(one.isdigit() for one in numbers):
                raise PdfStrictReadError("Object stream header possibly corrupted")
            places = [(int(one), begin + int(at)) for one, at in zip(numbers[::2], numbers[1::2], strict=True)]
            first: dict[int, int] = {}
            for at, (one, _place) in enumerate(places):
                first.setdefault(one, at)
            known = self._packed[number] = (data, places, first)
        return known
