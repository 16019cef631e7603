"""Files that come with a page: each is kept where its question belongs, in rows too, or told why not."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from typing import Any

from flask import request
from flask_babel import gettext as _

import forms
from portal.core.errors import Invalid
from portal.core.uow import UnitOfWork
from portal.submissions import inputs, services
from portal.submissions.views.blueprint import Seen
from portal.submissions.views.showing import Line, anchor_of
from portal.web.errors import sentence
from portal.web.locale import current_language

_ROW = re.compile(r"-\d{1,4}-", re.ASCII)


def received(
    uow: UnitOfWork, submission_id: uuid.UUID, opened: Seen, pages: Iterable[str], posted: forms.Posted
) -> tuple[forms.Posted, list[Line]]:
    """Keep the files that came with *pages*; return what was posted with them, and what was refused in words."""
    kept: dict[str, list[forms.Reference]] = {}
    refused: list[Line] = []
    wanted = set(pages)
    for name in list(request.files)[: inputs.MOST_UPLOADS]:
        entry = opened.form.entry_at(name)
        if entry is None or entry.page.key not in wanted or not _is_place_of(entry, name):
            continue
        for file in request.files.getlist(name)[: inputs.MOST_UPLOADS]:
            if not file.filename:
                continue
            data = file.stream.read(inputs.LONGEST_UPLOAD)
            file.close()
            taken = forms.held(name, posted, opened.answers) + len(kept.get(name, ()))
            try:
                made = services.receive(uow, submission_id, entry.field.id, data, file.filename[-200:], taken)
                kept.setdefault(name, []).append(made)
            except Invalid as wrong:
                errors: Any = wrong.params.get("errors")
                text = errors[0].say(current_language()) if errors else sentence(wrong)
                refused.append(Line(text, f"#{anchor_of(opened.form, name)}", name))
    return posted.along(kept), refused


def came() -> bool:
    """Tell whether files were sent with this request."""
    return any(file.filename for _name, file in request.files.items(multi=True))


def choose_again() -> str:
    """Say, when a page comes back unsaved, that its files must be chosen anew: a browser does not keep them."""
    return str(_("Kies uw bestanden opnieuw: die zijn nog niet bewaard.")) if came() else ""


def _is_place_of(entry: forms.Entry, name: str) -> bool:
    """Tell whether *name* is where a question stands: by its id, or in rows of its groups."""
    return _ROW.split(name) == [*(group.id for group in entry.groups), entry.field.id]
