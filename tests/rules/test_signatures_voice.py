"""A spoken question: which recordings are taken, and how long they last."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.errors import Invalid
from portal.signatures.rules.voice import MOST_BYTES, MOST_ELEMENTS, examine

HEAD = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webmB\x87\x81\x04B\x85\x81\x02"
UNKNOWN = b"\x01\xff\xff\xff\xff\xff\xff\xff"


def webm(*seconds: int) -> bytes:
    """Make a recording as browsers do: clusters without a length, one block each at *seconds*."""
    out = HEAD + b"\x18S\x80g" + UNKNOWN
    for at in seconds:
        block = b"\x81" + struct.pack(">h", 0) + b"\x80" + bytes(4)
        out += b"\x1fC\xb6u" + UNKNOWN + b"\xe7\x84" + struct.pack(">I", at * 1000) + b"\xa3" + bytes([0x80 | len(block)]) + block
    return out


def ogg(seconds: int) -> bytes:
    head = b"OggS" + bytes(24) + b"OpusHead" + bytes(11)
    return head + b"OggS\0\4" + struct.pack("<q", seconds * 48_000) + bytes(40)


def wav(seconds: int) -> bytes:
    return b"RIFF\0\0\0\0WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8) + b"data" + bytes(4 + seconds * 8000)


def mp4(seconds: int) -> bytes:
    head = b"\0\0\0\x18ftypM4A \0\0\0\0M4A isom" + b"\0\0\0\x6cmvhd\0\0\0\0" + bytes(8)
    return head + struct.pack(">II", 1000, seconds * 1000)


@pytest.mark.parametrize(
    ("data", "kind", "seconds"),
    [
        (webm(0, 7, 12), "audio/webm", 12), (ogg(9), "audio/ogg", 9), (wav(3), "audio/wav", 3), (mp4(20), "audio/mp4", 20),
        (mp4(0), "audio/mp4", None), (b"#!AMR\n" + bytes(90), "audio/amr", None), (b"ID3" + bytes(90), "audio/mpeg", None),
    ],
)  # fmt: skip
def test_a_recording_says_what_it_is_and_how_long(data: bytes, kind: str, seconds: int | None) -> None:
    found = examine(data)
    assert (found.media_type, found.seconds) == (kind, seconds)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (webm(0, 200), "signing.voice-long"), (ogg(600), "signing.voice-long"), (mp4(600), "signing.voice-long"),
        (b"OggS" + bytes(MOST_BYTES), "signing.voice-large"), (b"<html>", "signing.voice-kind"), (b"\0", "signing.voice-kind"),
        (b"%PDF-1.7", "signing.voice-kind"), (webm(1) + b"V_VP8", "signing.voice-kind"),
        (HEAD + b"\x18S\x80g" + UNKNOWN + b"\xec\x80" * (MOST_ELEMENTS + 1), "signing.voice-long"),
    ],
)  # fmt: skip
def test_what_is_no_short_recording_is_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        examine(data)
    assert (refused.value.code, refused.value.params["field"]) == (code, "voice")


@given(st.sampled_from([HEAD, b"OggS", b"RIFF\0\0\0\0WAVE", b"\0\0\0\x18ftypM4A mvhd"]), st.binary(max_size=300))
def test_damaged_recordings_are_taken_or_refused_and_never_a_fault(head: bytes, rest: bytes) -> None:
    try:
        assert examine(head + rest).media_type.startswith("audio/")
    except Invalid as refused:
        assert refused.code.startswith("signing.voice-")
