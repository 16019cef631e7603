"""What a page calls its own inputs can never be what a question is called."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import forms
from portal.definitions.rules.bodies import OF_THE_PAGE

TEMPLATES = Path(__file__).parents[2] / "templates"
PAGES = ["submissions/fill.html", "submissions/correction.html", *(
    str(path.relative_to(TEMPLATES)) for path in sorted((TEMPLATES / "forms").rglob("*.html"))
)]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_inputs_of_a_page_with_questions_have_names_no_question_can_have(page: str) -> None:
    names = set(re.findall(r'\bname="([a-z][a-z0-9_]*)"', (TEMPLATES / page).read_text("utf-8")))
    assert names <= forms.RESERVED


def test_the_designer_gives_no_question_a_name_of_the_page() -> None:
    assert OF_THE_PAGE == forms.RESERVED
