"""Own drawings beside words: for every clause that ships, decoration on a page and in print."""

from __future__ import annotations

import json
from importlib import resources
from xml.etree import ElementTree

import pytest

from portal.documents import drawings

SHIPPED = {
    json.loads(one.read_text("utf-8"))["icon"]
    for one in resources.files("portal.clauses").joinpath("shipped").iterdir()
    if one.name.endswith(".json")
}


def test_every_shipped_clause_has_a_drawing_of_its_own() -> None:
    assert len(SHIPPED) == 30 and set(drawings.LINES) >= SHIPPED
    assert len(set(drawings.LINES.values())) == len(drawings.LINES)


@pytest.mark.parametrize("name", sorted(drawings.LINES))
def test_a_drawing_is_sound_and_reaches_for_nothing(name: str) -> None:
    picture = drawings.printed(name)
    assert picture is not None
    names = {one.tag.rpartition("}")[2] for one in ElementTree.fromstring(picture).iter()}
    assert names <= {"svg", "path", "rect", "circle"}


def test_a_drawing_on_a_page_is_decoration_in_the_colour_of_the_text() -> None:
    shown = drawings.drawing("bed")
    assert 'aria-hidden="true"' in shown and 'stroke="currentColor"' in shown and "style=" not in shown
    assert drawings.drawing("../bed") == "" and drawings.printed('bed"') is None
