"""A tenant types 👍 and has a name in another script: nothing becomes an empty box, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.documents.glyphs import drawable
from portal.documents.render import render_pdf
from tests.documents.sample import MADE, tiny
from tests.documents.validators import faults

TYPED = {
    "an emoji with a skin": ("Goed 👍🏽 hoor", "Goed [U+1F44D U+1F3FD] hoor"),
    "a family in one sign": ("👨‍👩‍👧", "[U+1F468 U+1F469 U+1F467]"),
    "a red heart": ("❤️ Jan", "&lt;3 Jan"),
    "a Chinese name": ("李明", "[U+674E U+660E]"),
    "a tick and an arrow": ("✓ → ≤", "v -&gt; &lt;="),
    "letters of mathematics": ("𝕁𝕒𝕟 № ½", "Jan № ½"),
    "a private sign": ("\ue000", "[U+E000]"),
    "what nobody sees": ("a\u200db\u2060c\x0bd\ufffe", "a\u200db\u2060cd"),
    "what our fonts know": ("Çağla Nguyễn Ελλάδα Ли ልጅ طفل", "Çağla Nguyễn Ελλάδα Ли ልጅ طفل"),
}


@pytest.mark.parametrize("kind", TYPED)
def test_what_no_font_draws_is_written_out(kind: str) -> None:
    typed, printed = TYPED[kind]
    assert drawable(typed) == printed


@pytest.mark.parametrize("sign", ["＜", "＞", "＆", "﹤"])
def test_a_sign_is_never_written_as_markup(sign: str) -> None:
    assert not set(drawable(f"a{sign}b").removeprefix("a").removesuffix("b").replace("&lt;", "")) & set("<>&\"'")


def test_a_page_with_signs_of_every_kind_is_pdf_a_and_pdf_ua(tmp_path: Path) -> None:
    text = " ".join(typed for typed, _ in TYPED.values())
    page = tiny(f"<p>{text}</p><p><strong>{text}</strong></p><p><em>{text}</em></p><p dir='rtl'>{text}</p>")
    made = tmp_path / "signs.pdf"
    made.write_bytes(render_pdf(page, created=MADE))
    assert faults([made]) == []
