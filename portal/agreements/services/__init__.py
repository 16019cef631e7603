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
    renew_clause,
)
from portal.agreements.services.freezing import Frozen, composed, freeze, offer, pictures, prepare, preview
from portal.agreements.services.letters import Outcome, Wanted, file_letter, letter_of, write_letter, write_outcome
from portal.agreements.services.prefill import case_incidents, letter_terms
from portal.agreements.services.templates import (
    begin_template,
    copy_template,
    discard_template,
    release_template,
    reshape_template,
    restore_template,
    review_template,
    withdraw_template,
)

__all__ = [
    "EDITABLE",
    "Frozen",
    "Outcome",
    "Wanted",
    "amend",
    "begin_template",
    "case_incidents",
    "composed",
    "copy_template",
    "discard",
    "discard_template",
    "draft",
    "edit",
    "effect_due",
    "end",
    "extend",
    "file_letter",
    "freeze",
    "letter_of",
    "letter_terms",
    "mark",
    "move_clause",
    "name_signer",
    "offer",
    "pictures",
    "plan_effect",
    "prepare",
    "preview",
    "put_clause",
    "refresh_people",
    "release_template",
    "remove_clause",
    "renew_clause",
    "reshape_template",
    "restore_template",
    "review_template",
    "take_effect",
    "withdraw_template",
    "write_letter",
    "write_outcome",
]  # fmt: skip
