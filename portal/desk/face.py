"""What the case list looks like: its words by language, and its rows by reader and day; made once and kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask_babel import format_date, gettext, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from portal.cases import messages as words
from portal.cases.models import NEVER
from portal.cases.rules import Turn
from portal.desk import messages
from portal.desk.rules import Nearness, nearness
from portal.web.tables import Few, Rows, Show, texts


@dataclass(frozen=True, slots=True)
class Face:
    """The words of the list in one language."""

    heads: tuple[str, ...]
    views: Mapping[str, str]
    states: Mapping[str, str]
    turns: Mapping[str, str]
    sorts: Mapping[str, str]


@lru_cache(maxsize=8)
def face(language: str) -> Face:
    """Return the words of the list in the language in force, *language*."""
    heads = (_("Zaak"), _("Huurder"), _("Adres"), _("Corporatie"), _("Expert"), _("Stand"), _("Aan zet"), _("Termijn"))
    said = ({code: str(text) for code, text in known.items()} for known in (messages.VIEWS, words.STATES, words.TURNS, messages.SORTS))
    return Face(heads, *said)


@lru_cache(maxsize=128)
def rows(language: str, mine: frozenset[str], day: dt.date) -> Rows:
    """Return what writes the rows in the language in force, for whose turns are *mine*, on *day*."""
    said = face(language)
    writers = (
        texts, texts, texts, texts, _or_dash, Few(lambda code: _tag(said.states[code], words.STATE_TAGS.get(code, "info"))),
        Few(_turn(said, mine)), Few(lambda due: _deadline(due, day)),
    )  # fmt: skip
    return Rows("/zaken/", list(zip(said.heads, writers, strict=True)), link_class="geen-afbreken")


def _or_dash(values: Sequence[Any]) -> list[str]:
    return [text or "–" for text in texts(values)]


def _tag(text: str, look: str) -> str:
    return Markup('<span class="tag {}">{}</span>').format(look, text)


def _turn(said: Face, mine: frozenset[str]) -> Show:
    def show(code: str) -> str:
        if code in mine:
            return _tag(_("Uw beurt"), "beurt geen-afbreken")
        return "–" if code == Turn.NOBODY.value else said.turns[code]

    return show


def _deadline(due: dt.date, day: dt.date) -> str:
    text, look = ("–", "") if due == NEVER else _near(due, day)
    return Markup('<span class="geen-afbreken{}">{}</span>').format(f" tag {look}" if look else "", text)


def _near(due: dt.date, day: dt.date) -> tuple[str, str]:
    near, days = nearness(due, day)
    match near:
        case Nearness.LATE:
            return ngettext("%(num)d dag te laat", "%(num)d dagen te laat", days), "mis"
        case Nearness.TODAY:
            return gettext("vandaag"), "beurt"
        case Nearness.SOON:
            return ngettext("over %(num)d dag", "over %(num)d dagen", days), ""
        case _:
            return format_date(due, "d MMM y"), ""
