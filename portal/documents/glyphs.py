"""Signs that our fonts cannot draw, written so that no reader misses them: PDF/A forbids an empty box.

Runs inside the locked child. The words that were agreed stay what they are: they travel in the file as data.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from html import escape

from portal.documents import fonts

READ = ("NotoSans-Regular", "NotoNaskhArabic-Regular", "NotoSansEthiopic-Regular")
UNSEEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
"""No font draws these; who pasted one never saw it."""
INVISIBLE = "\u00ad\u034f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff"
"""These tell how others are to be drawn; a font need not know them."""
USUAL = {
    "→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "−": "-",
    "✓": "v", "✔": "v", "✗": "x", "✘": "x", "☐": "[ ]", "☑": "[x]", "☒": "[x]", "●": "•", "■": "•", "★": "*", "☆": "*",
    "☺": ":-)", "☹": ":-(", "🙂": ":-)", "😀": ":-)", "😊": ":-)", "🙁": ":-(", "😢": ":-(", "❤": "<3",
}  # fmt: skip


def drawable(page: str) -> str:
    """Return *page*, which is HTML, with every sign that no font of ours has written out, so that it is lost to nobody.

    >>> drawable("Jan 👍🏽 𝕁an → ok"), drawable("Çağla ልጅ طفل")
    ('Jan [U+1F44D U+1F3FD] Jan -&gt; ok', 'Çağla ልጅ طفل')
    """
    return _undrawable().sub(_written_out, _unseen().sub("", page))


def _written_out(found: re.Match[str]) -> str:
    written, unknown = [], []
    for sign in found[0]:
        known = _known(sign)
        if known is None:
            unknown.append(f"U+{ord(sign):04X}")
            continue
        if unknown and known:
            written.append(f"[{' '.join(unknown)}]")
            unknown = []
        written.append(known)
    if unknown:
        written.append(f"[{' '.join(unknown)}]")
    return "".join(written)


def _known(sign: str) -> str | None:
    """Return another way to write *sign*, nothing for one that is invisible, None when there is no other way."""
    if re.match(f"[{INVISIBLE}]", sign):
        return ""
    if sign in USUAL:
        return escape(USUAL[sign])
    plain = unicodedata.normalize("NFKC", sign)
    return plain if plain != sign and not _undrawable().search(plain) and not set(plain) & set("<>&\"'") else None


@cache
def _unseen() -> re.Pattern[str]:
    return re.compile(f"[{UNSEEN}]")


@cache
def _undrawable() -> re.Pattern[str]:
    """Match a run of signs that no font draws, with the invisible ones that belong to them."""
    from fontTools.ttLib import TTFont

    known = {9, 10, 13}
    for name in READ:
        with TTFont(fonts.path(name), lazy=True) as font:
            known |= font.getBestCmap().keys()
    drawn = sorted(known)
    ranges, begin = [], drawn[0]
    for before, after in zip(drawn, [*drawn[1:], 0], strict=True):
        if after != before + 1:
            ranges.append(f"{re.escape(chr(begin))}-{re.escape(chr(before))}")
            begin = after
    other = f"[^{''.join(ranges)}{INVISIBLE}]"
    return re.compile(f"{other}(?:[{INVISIBLE}]*{other})*\ufe0f?")
