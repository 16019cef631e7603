"""Drawn signatures, and what is kept of phones and addresses."""

from __future__ import annotations

import json
import math

import pytest

from portal.core.errors import Invalid
from portal.signatures.rules import masking, strokes


def wave(points: int = 60, width: float = 300, height: float = 120) -> list[list[float]]:
    return [[20 + at * 4, 60 + 30 * math.sin(at / 3)] for at in range(points)]


def posted(lines: object, width: object = 300, height: object = 120) -> str:
    return json.dumps({"width": width, "height": height, "strokes": lines})


def test_a_drawn_name_becomes_a_path() -> None:
    drawn = strokes.read(posted([wave()]))
    assert drawn is not None
    assert drawn.path().startswith("M67 200 Q")
    assert drawn.height == 400


def test_stored_strokes_come_back_the_same() -> None:
    drawn = strokes.read(posted([wave(), wave(20)]))
    assert drawn is not None
    assert strokes.stored(json.loads(json.dumps(drawn.as_json()))) == drawn


def test_nothing_drawn_is_no_error() -> None:
    assert strokes.read("") is None
    assert strokes.read(posted([])) is None


def test_points_outside_the_box_are_brought_to_its_edge() -> None:
    drawn = strokes.read(posted([[*wave(), [900, -50]]]))
    assert drawn is not None
    assert drawn.lines[0][-1] == (1000, 0)


@pytest.mark.parametrize("line", [[[10, 10]], [[10, 10], [12, 10]], [[x, 50] for x in range(0, 290, 10)]])
def test_a_dot_or_a_dash_is_refused_with_a_reason(line: list[list[float]]) -> None:
    with pytest.raises(Invalid, match=r"signing\.drawing-simple"):
        strokes.read(posted([line]))


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "null",
        '"x"',
        "[" * 50_000,
        posted("x"),
        posted([["a"]]),
        posted([[[1]]]),
        posted([[[1, "2"]]]),
        posted([[[True, 1]] * 9]),
        posted([wave()], width=0),
        posted([wave()], height=1e9),
        posted([None]),
        posted([[]]),
        '{"width":300,"height":120,"strokes":[[[NaN,1],[Infinity,2]]]}',
        '{"width":300,"height":120,"strokes":[[[1' + "0" * 400 + ",1]]]}",
    ],
)
def test_broken_drawings_are_refused(text: str) -> None:
    with pytest.raises(Invalid, match=r"signing\.drawing-broken"):
        strokes.read(text)


def test_drawings_are_bounded() -> None:
    for text in ("x" * 200_001, posted([wave()] * 81), posted([wave(2001), wave(2001)])):
        with pytest.raises(Invalid, match=r"signing\.drawing-large"):
            strokes.read(text)


def test_a_path_holds_numbers_and_commands_only() -> None:
    drawn = strokes.read(posted([wave(), [[5, 5]]]))
    assert drawn is not None
    assert set(drawn.path()) <= set("MQLl 0123456789.")


def test_short_numbers_are_masked_whole() -> None:
    assert masking.mask_phone("112") == "••••••••"
    assert masking.mask_phone("+31612345678").endswith("78")
    assert masking.mask_mail("zonder-apenstaart") == "•••"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("unix:", ""),
        (None, ""),
        ("1.2.3.4, 5.6.7.8", ""),
    ],
)
def test_network_addresses_are_cut_short(given: str | None, kept: str) -> None:
    assert masking.truncate_address(given) == kept


def test_an_agent_loses_control_characters_and_length() -> None:
    assert masking.short_agent("Mozilla\r\nX: 1" + "a" * 900).startswith("MozillaX: 1")
    assert len(masking.short_agent("a" * 900)) == 300
