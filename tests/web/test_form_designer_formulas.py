"""Calculations are typed as formulas, read back as sentences and refused with a reason."""

from __future__ import annotations

from bs4 import BeautifulSoup

from portal.definitions import services
from tests.builders.accounts import apart
from tests.web.designer_pages import Builder, admin, builder

__all__ = ["admin", "builder"]


def calculating(builder: Builder) -> str:
    """Put two amounts and a calculation in the form; return the target of the calculation."""
    for label, kind in (("Inkomen", "integer"), ("Uitgaven", "integer"), ("Over", "calculated")):
        assert builder.do("add_question", kind=kind, label=label, place="page:first").status_code == 303
    return "field:over"


def test_a_calculation_is_typed_in_words_and_read_back_as_a_sentence(builder: Builder) -> None:
    target = calculating(builder)
    answer = builder.do("set", target=target, **{"has-value": "1", "value": "[inkomen] - [Uitgaven]"})
    assert answer.status_code == 303
    held = next(one for one in builder.body["pages"][0]["fields"] if one["id"] == "over")
    assert held["value"] == {"-": [{"var": "inkomen"}, {"var": "uitgaven"}]}
    panel = builder.page(f"?kies={target}").select_one("#formule")
    assert panel is not None
    assert panel.select_one("textarea").text == "[Inkomen] - [Uitgaven]"  # type: ignore[union-attr]
    assert panel.select_one(".zin").text == "Dit is ‘Inkomen’ − ‘Uitgaven’."  # type: ignore[union-attr]


def test_a_formula_that_cannot_be_read_says_why_at_its_field_and_keeps_what_was_typed(builder: Builder) -> None:
    target = calculating(builder)
    answer = builder.do("set", target=target, **{"has-value": "1", "value": "[Inkomen] - 1 <script>"})
    assert answer.status_code == 422
    page = BeautifulSoup(answer.data, "html.parser")
    assert "<script>" in page.select_one("#p-value").text  # type: ignore[union-attr]
    assert "rechte haken" in page.select_one("#p-value-fout").text  # type: ignore[union-attr]
    assert page.select_one("#p-value")["data-cursor"] == "15"  # type: ignore[index]
    assert "value" not in next(one for one in builder.body["pages"][0]["fields"] if one["id"] == "over")


def test_a_formula_reads_as_a_sentence_while_it_is_typed_and_nothing_is_kept(builder: Builder) -> None:
    target = calculating(builder)
    revision = builder.revision
    assert "Dit is ‘Inkomen’ + 1" in builder.do("", to="formule", target=target, value="[Inkomen] + 1").text
    half = builder.do("", to="formule", target=target, value="[Inkomen] + <b>").text
    assert "Nog niet af" in half and "<b>" not in half
    assert builder.do("", to="formule", target=target, value="").status_code == 200
    assert builder.do("", to="formule", target="field:dog", value="1").status_code == 422
    assert builder.revision == revision


def test_a_calculation_that_no_formula_says_stays_as_it_is(builder: Builder) -> None:
    target = calculating(builder)
    odd = {"if": [{"and": [{"answered": {"var": "inkomen"}}]}, 1, 0]}
    with apart(builder.app) as uow:
        services.change(
            uow, builder.draft_id, builder.revision, {"do": "set", "target": target, "values": {"value": odd}}
        )
    assert "te ingewikkeld" in builder.page(f"?kies={target}").select_one("#formule").text  # type: ignore[union-attr]
    assert builder.do("set", target=target, **{"has-value": "1", "value": ""}).status_code == 303
    assert next(one for one in builder.body["pages"][0]["fields"] if one["id"] == "over")["value"] == odd
