"""Sentences for the codes this stage raises."""

from __future__ import annotations

from flask_babel import LazyString, lazy_gettext

MESSAGES: dict[str, LazyString] = {
    "form.publish": lazy_gettext("U kunt geen formulieren uitbrengen."),
    "form.problems": lazy_gettext("Dit formulier kan nog niet worden uitgebracht. Er zijn %(count)s punten."),
    "form.missing": lazy_gettext("Dit formulier is er niet."),
}
