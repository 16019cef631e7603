"""The recording of a clause: which sounds it may be."""

from __future__ import annotations

from portal.core.errors import Invalid
from portal.core.sounds import sound_of

MOST_BYTES = 10 * 1024 * 1024
KINDS = frozenset({"audio/ogg", "audio/wav", "audio/mp4", "audio/mpeg"})


def media_type_of(data: bytes) -> tuple[str, str]:
    """Tell which kind of sound a file is, with its ending; Invalid("clause.recording") when it is none or too large.

    >>> media_type_of(b"OggS" + bytes(20))
    ('audio/ogg', '.ogg')
    """
    found = sound_of(data) if len(data) <= MOST_BYTES else None
    if found is None or found[0] not in KINDS:
        raise Invalid("clause.recording", field="file")
    return found
