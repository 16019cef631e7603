"""A question that was spoken: which recordings are taken, and how long they last where the file says so.

Nothing is decoded here: the headers are read, the sound itself is for the browser of whoever listens.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from portal.core.errors import Invalid
from portal.core.sounds import sound_of

MOST_BYTES = 5 * 1024 * 1024
MOST_SECONDS = 180
SLACK = 15
"""A recorder stops a little late."""
MOST_ELEMENTS = 100_000
_SEGMENT, _INFO, _CLUSTER, _GROUP = 0x18538067, 0x1549A966, 0x1F43B675, 0xA0
_SCALE, _DURATION, _CLUSTER_TIME, _BLOCKS = 0x2AD7B1, 0x4489, 0xE7, (0xA1, 0xA3)


@dataclass(frozen=True, slots=True)
class Voice:
    """What is known of a recording; `seconds` is None where its file does not tell."""

    media_type: str
    ending: str
    seconds: int | None


def examine(data: bytes) -> Voice:
    """Look at a recording from a stranger.

    Raises Invalid("signing.voice-large", "signing.voice-long", "signing.voice-kind").
    """
    if len(data) > MOST_BYTES:
        raise Invalid("signing.voice-large", field="voice")
    kind = sound_of(data)
    if kind is None or _shows_pictures(data):
        raise Invalid("signing.voice-kind", field="voice")
    try:
        lasts = _length(kind[0], data)
    except (struct.error, IndexError, OverflowError, ValueError, ZeroDivisionError):
        lasts = None  # a file that does not tell is bound by its size
    if lasts is not None and lasts > MOST_SECONDS + SLACK:
        raise Invalid("signing.voice-long", field="voice")
    return Voice(*kind, None if lasts is None else max(1, round(lasts)))


def _shows_pictures(data: bytes) -> bool:
    return b"V_VP" in data[:4096] or b"V_MPEG" in data[:4096] or (data[4:8] == b"ftyp" and b"hdlr\0\0\0\0\0\0\0\0vide" in data)


def _length(media_type: str, data: bytes) -> float | None:
    if media_type == "audio/webm":
        return _webm(data)
    if media_type == "audio/ogg":
        return _ogg(data)
    if media_type == "audio/wav":
        return (len(data) - 44) / int(struct.unpack_from("<I", data, 28)[0])
    if media_type in ("audio/mp4", "audio/3gpp"):
        return _mp4(data)
    return None


def _ogg(data: bytes) -> float | None:
    last = data.rfind(b"OggS")
    granule: int = struct.unpack_from("<q", data, last + 6)[0]
    if b"OpusHead" in data[:200]:
        return granule / 48_000
    vorbis = data[:200].find(b"\x01vorbis")
    return granule / int(struct.unpack_from("<I", data, vorbis + 12)[0]) if vorbis >= 0 else None


def _mp4(data: bytes) -> float | None:
    at = data.find(b"mvhd")
    if at < 0:
        return None
    long = data[at + 4] == 1
    scale, lasts = struct.unpack_from(">IQ" if long else ">II", data, at + (24 if long else 16))
    return lasts / scale if lasts else None  # written piece by piece, the head does not know


def _webm(data: bytes) -> float | None:
    """Walk through the elements: the last block says how long it lasts, where the head does not."""
    at, scale, cluster, last, told = 0, 1_000_000, 0, 0, 0.0
    for _ in range(MOST_ELEMENTS):
        if at >= len(data):
            return max(told, last) * scale / 1e9
        name, at = _number(data, at, marked=True)
        size, at = _number(data, at, marked=False)
        if name in (_SEGMENT, _INFO, _CLUSTER, _GROUP):
            continue
        body = data[at : at + size]
        if name == _SCALE:
            scale = int.from_bytes(body[:8], "big")
        elif name == _DURATION:
            told = float(struct.unpack(">d" if size == 8 else ">f", body)[0])
        elif name == _CLUSTER_TIME:
            cluster = int.from_bytes(body[:8], "big")
        elif name in _BLOCKS:
            last = max(last, cluster + int(struct.unpack_from(">h", body, 1)[0]))
        at += size
    raise Invalid("signing.voice-long", field="voice")


def _number(data: bytes, at: int, *, marked: bool) -> tuple[int, int]:
    """Read one number of variable length at *at*; return it and where the next begins."""
    first = data[at]
    width = 9 - first.bit_length()
    if width > 8:
        raise ValueError("not a number")
    value = int.from_bytes(data[at : at + width], "big")
    return (value if marked else value & ((1 << (7 * width)) - 1)), at + width
