"""The fonts of documents: our own files and nothing of the machine, so that a page looks the same everywhere."""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "fonts"

CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  <cachedir>{cache}</cachedir>
  <match target="pattern"><edit name="family" mode="append_last"><string>Noto Sans</string></edit></match>
  <match target="pattern"><edit name="family" mode="append_last"><string>Noto Naskh Arabic</string></edit></match>
  <match target="pattern"><edit name="family" mode="append_last"><string>Noto Sans Ethiopic</string></edit></match>
</fontconfig>
"""


@cache
def configuration() -> Path:
    """Write the fontconfig file that knows only our folder and return where it stands."""
    mark = hashlib.sha256(str(FOLDER).encode()).hexdigest()[:12]
    place = Path(tempfile.gettempdir()) / f"driehoek-fonts-{os.getuid()}-{mark}"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    if place.stat().st_uid != os.getuid():
        raise PermissionError(f"{place} belongs to somebody else; remove it")
    text = CONFIGURATION.format(folder=FOLDER, cache=place / "cache")
    target = place / "fonts.conf"
    if not target.exists() or target.read_text() != text:
        partial = place / f"fonts.conf.{os.getpid()}"
        partial.write_text(text)
        partial.replace(target)
    return target


def path(name: str) -> Path:
    """The file of a font, for instance "NotoSans-Regular"."""
    return FOLDER / f"{name}.ttf"
