"""Sound files, told by their content and not by their name."""

from __future__ import annotations

from portal.core.errors import Invalid

MOST_BYTES = 10 * 1024 * 1024


def media_type_of(data: bytes) -> tuple[str, str]:
    """Tell which kind of sound a file is, with its ending; Invalid("clause.recording") when it is none or too large.

    >>> media_type_of(b"OggS" + bytes(20))
    ('audio/ogg', '.ogg')
    """
    if len(data) <= MOST_BYTES:
        if data[:4] == b"OggS":
            return "audio/ogg", ".ogg"
        if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
            return "audio/wav", ".wav"
        if data[4:8] == b"ftyp" and data[8:11] in (b"M4A", b"mp4", b"iso"):
            return "audio/mp4", ".m4a"
        if data[:3] == b"ID3" or (len(data) > 4 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2):
            return "audio/mpeg", ".mp3"
    raise Invalid("clause.recording", field="file")
