"""Sound files, told by their content and not by their name."""

from __future__ import annotations


def sound_of(data: bytes) -> tuple[str, str] | None:
    """Tell which kind of sound a file is, with its ending; None when it is none that a browser plays.

    >>> sound_of(b"OggS" + bytes(20))
    ('audio/ogg', '.ogg')
    >>> sound_of(b"<html>") is None
    True
    """
    if data[:4] == b"OggS":
        return "audio/ogg", ".ogg"
    if data[:4] == b"\x1aE\xdf\xa3" and b"webm" in data[:64]:
        return "audio/webm", ".weba"
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "audio/wav", ".wav"
    if data[4:8] == b"ftyp":
        if data[8:11] in (b"M4A", b"mp4", b"iso"):
            return "audio/mp4", ".m4a"
        if data[8:11] == b"3gp":
            return "audio/3gpp", ".3gp"
    if data[:6] == b"#!AMR\n":
        return "audio/amr", ".amr"
    if data[:3] == b"ID3" or (len(data) > 4 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2):
        return "audio/mpeg", ".mp3"
    if len(data) > 7 and data[0] == 0xFF and data[1] & 0xF6 == 0xF0:
        return "audio/aac", ".aac"
    return None
