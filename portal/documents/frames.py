"""The wire between the server and its children: one JSON header and a few byte strings. Never pickle."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

Header = dict[str, Any]
PREFIX = struct.Struct("!QI")
LARGEST = 1_500_000_000


def pack(header: Mapping[str, Any], blobs: Sequence[bytes] = ()) -> list[bytes]:
    """Write a frame as parts to be sent one after the other."""
    head = json.dumps({**header, "blobs": [len(blob) for blob in blobs]}).encode()
    return [PREFIX.pack(sum(map(len, blobs)), len(head)), head, *blobs]


def unpack(head: bytes, body: bytes) -> tuple[Header, list[bytes]]:
    """Take a frame apart."""
    header: Header = json.loads(head)
    blobs, at = [], 0
    for size in header.pop("blobs"):
        blobs.append(body[at : at + size])
        at += size
    return header, blobs


def read(stream: BinaryIO) -> tuple[Header, list[bytes]] | None:
    """Read one frame, waiting for it; None at the end of the stream."""
    prefix = stream.read(PREFIX.size)
    if len(prefix) < PREFIX.size:
        return None
    body_size, head_size = PREFIX.unpack(prefix)
    head = stream.read(head_size)
    return unpack(head, stream.read(body_size))
