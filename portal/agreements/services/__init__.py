"""Commands on agreements; see the modules for what each raises."""

from __future__ import annotations

from portal.agreements.services.course import effect_due, end, extend, mark, plan_effect, take_effect
from portal.agreements.services.editing import (
    EDITABLE,
    amend,
    discard,
    draft,
    edit,
    move_clause,
    name_signer,
    put_clause,
    refresh_people,
    remove_clause,
)
from portal.agreements.services.freezing import Frozen, composed, freeze, offer, pictures, prepare, preview
from portal.agreements.services.prefill import case_incidents

__all__ = [
    "EDITABLE", "Frozen", "amend", "case_incidents", "composed", "discard", "draft", "edit", "effect_due", "end", "extend", "freeze",
    "mark", "move_clause", "name_signer", "offer", "pictures", "plan_effect", "prepare", "preview", "put_clause", "refresh_people",
    "remove_clause", "take_effect",
]  # fmt: skip
