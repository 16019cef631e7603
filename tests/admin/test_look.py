"""What the style layer promises: contrast of every pair of colours, no physical directions, vendored files as listed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts import vendor

CSS = Path(__file__).parents[2] / "portal" / "static" / "css"
TEXT = [
    ("ink", "page"), ("ink", "surface"), ("ink", "tint"), ("ink-soft", "page"), ("ink-soft", "surface"),
    ("ink-soft", "tint"), ("link", "page"), ("link", "surface"), ("link", "tint"), ("on-brand", "brand"),
    ("on-brand", "brand-strong"), ("turn-ink", "turn-tint"), ("good-ink", "good-tint"), ("info-ink", "info-tint"),
    ("error-ink", "error-tint"), ("error-ink", "page"), ("error-ink", "surface"), ("ink", "info-tint"),
]  # fmt: skip
PARTS = [
    ("line-strong", "page"), ("line-strong", "surface"), ("brand", "page"), ("brand", "surface"), ("brand", "tint"),
    ("turn-line", "turn-tint"), ("turn-line", "surface"), ("error-line", "surface"), ("error-line", "page"),
    ("focus", "page"), ("focus", "surface"), ("good-ink", "surface"), ("error-ink", "surface"),
]  # fmt: skip


def colours(dark: bool) -> dict[str, str]:
    """Read the colours of one scheme; the dark one stands in a media query and only says what differs."""
    text = (CSS / "tokens.css").read_text()
    light, rest = text.split("@media (prefers-color-scheme:dark)")
    pattern = r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})"
    found = dict(re.findall(pattern, light))
    return found | dict(re.findall(pattern, rest)) if dark else found


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    a, b = sorted((luminance(one), luminance(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_text_stands_out_at_least_5_5_to_1(dark: bool) -> None:
    found = colours(dark)
    weak = {pair: round(contrast(found[pair[0]], found[pair[1]]), 2) for pair in TEXT}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 5.5} == {}


@pytest.mark.parametrize("dark", [False, True])
def test_borders_and_marks_stand_out_at_least_3_to_1(dark: bool) -> None:
    found = colours(dark)
    weak = {pair: round(contrast(found[pair[0]], found[pair[1]]), 2) for pair in PARTS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def test_the_style_layer_knows_no_left_and_right() -> None:
    text = re.sub(r"/\*.*?\*/", "", (CSS / "portal.css").read_text(), flags=re.S)
    physical = r"(?<![a-z-])(?:margin|padding|border)-(?:left|right|top|bottom)|text-align:(?:left|right)|(?<![a-z-])(?:left|right|float):"
    assert re.findall(physical, text) == []


def test_colours_are_named_in_the_tokens_only() -> None:
    text = (CSS / "portal.css").read_text()
    screen = text.split("@media print")[0]
    assert set(re.findall(r"#[0-9a-fA-F]{3,6}\b", screen)) <= {"#fff", "#10181b"}  # the paper and the ink of a drawn signature


def test_vendored_files_are_as_listed() -> None:
    assert vendor.faults() == []


def test_a_first_visit_of_a_tenant_weighs_less_than_90_kilobytes() -> None:
    import gzip

    static = CSS.parent
    fetched = [CSS / "tokens.css", CSS / "portal.css", static / "js" / "portal.js"]
    font = static / "vendor/noto-sans-5.3.0/noto-sans-latin-wght-normal.woff2"
    assert sum(len(gzip.compress(path.read_bytes())) for path in fetched) + font.stat().st_size < 80_000
