"""The English catalogue: whole, with the same open places as the Dutch, and fit to be compiled."""

from __future__ import annotations

import gettext
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUE = Path(__file__).parents[2] / "portal" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
_OPEN = re.compile(r"%\(\w+\)[a-z]")
_TAG = re.compile(r"</?\w+[^>]*>")
_EDGES = re.compile(r"^(\s*).*?(\s*)$", re.DOTALL)

# fmt: off
SAME = {
    "(pdf)",
    "auditor", "begin", "bureau", "%(minutes)d min %(seconds)d s", "code", "contact", "document", "drugs", "e-mail", "expert", "experts", "farsi", "iban",
    "intake", "is", "letter", "live",
    "mentor", "moment", "pdf (sha-256)", "plan", "plus", "postcode", "score ‘%(label)s’", "scores", "tablet", "tigrinya", "training",
}
# fmt: on
"""Words that Dutch and English share, in small letters."""


def read() -> Catalog:
    """Return the English catalogue as it is stored."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def pairs(message: Message) -> list[tuple[str, str]]:
    """Return each Dutch sentence of a message, one and many, with its English."""
    dutch = [message.id] if isinstance(message.id, str) else list(message.id)
    english = [message.string] if isinstance(message.string, str) else list(message.string)
    return list(zip(dutch, english, strict=True))


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    """Return the catalogue, read once."""
    return read()


@pytest.fixture(scope="module")
def sentences(catalogue: Catalog) -> list[tuple[str, str]]:
    """Return every Dutch sentence with its English."""
    return [pair for message in catalogue if message.id for pair in pairs(message)]


def test_every_sentence_has_english(catalogue: Catalog, sentences: list[tuple[str, str]]) -> None:
    assert sentences
    assert [dutch for dutch, english in sentences if not english.strip()] == []
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_open_places_and_marks_are_the_same(sentences: list[tuple[str, str]]) -> None:
    def places(text: str) -> tuple[list[str], list[str], tuple[str, ...]]:
        edges = _EDGES.match(text)
        return sorted(_OPEN.findall(text)), _TAG.findall(text), edges.groups() if edges else ()

    assert [dutch for dutch, english in sentences if places(dutch) != places(english)] == []


def test_english_is_not_dutch_left_standing(sentences: list[tuple[str, str]]) -> None:
    assert [dutch for dutch, english in sentences if dutch == english and dutch.lower() not in SAME] == []


def test_names_nobody_in_its_heading(catalogue: Catalog) -> None:
    heading = "\n".join(f"{name}: {value}" for name, value in catalogue.mime_headers) + catalogue.header_comment
    assert "Driehoek" in heading
    assert not [word for word in ("@", "PROJECT", "FULL NAME", "ORGANIZATION") if word in heading]


def test_compiles(catalogue: Catalog) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    words = gettext.GNUTranslations(compiled)
    one = next(message for message in catalogue if message.id and isinstance(message.id, str))
    many = next(message for message in catalogue if not isinstance(message.id, str))
    assert words.gettext(one.id) == one.string
    assert [words.ngettext(*many.id, number) for number in (1, 2)] == list(many.string)
