"""The page that asks which answer counts, when a form was changed in another window or by somebody else meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import forms
from portal.submissions import merging
from portal.submissions.views.blueprint import Seen, page
from portal.submissions.views.showing import in_words, shown_page
from portal.submissions.views.uploads import choose_again
from portal.web.locale import current_language

_OURS = ("csrf_token", "_once", "version")


@dataclass(frozen=True, slots=True)
class Choice:
    """One question with the answer that stands and the one that was typed here."""

    field_id: str
    label: str
    standing: str
    own: str
    both: bool


def choosing(opened: Seen, key: str, posted: forms.Posted) -> ResponseReturnValue:
    """Ask which answers count. What was typed travels along, also what is faulty; nothing is saved yet."""
    form, locale = opened.form, current_language()
    differ = merging.differences(form, key, opened.answers, posted, opened.context)
    posted = merging.without(posted, merging.left(form, key, opened.answers, posted, opened.context))
    if not differ:
        notice = " ".join(filter(None, [told(), choose_again()]))
        return shown_page(opened, key, posted=posted, status=409, notice=notice, stale=True)
    choices = [
        Choice(
            one.field_id, forms.say(form.entries[one.field_id].field.label, locale),
            in_words(opened, one.field_id, one.standing, locale), in_words(opened, one.field_id, one.own, locale),
            one.both,
        )
        for one in differ
    ]  # fmt: skip
    fresh = merging.marks(form, key, opened.answers)
    carried = [
        (name, value) for name in posted if name not in _OURS and name not in fresh for value in posted.getlist(name)
    ]
    return page(
        "submissions/merge.html", 409, opened=opened, key=key, prepared=form, choices=choices,
        carried=[*carried, *fresh.items()], keep=merging.CHOICE, choose_again=choose_again(),
    )  # fmt: skip


def told() -> str:
    """Say that the form was changed elsewhere."""
    return str(
        _("Dit formulier is intussen in een ander venster of door iemand anders gewijzigd. Er is niets overschreven.")
    )
