"""Commands on cases; each takes the unit of work first and never commits."""

from portal.cases.services.contacts import answer_help, log_contact, offer_help
from portal.cases.services.documents import file_document, seal_titles
from portal.cases.services.drafts import (
    add_upload,
    discard_draft,
    remove_upload,
    save_page,
    send_draft,
    start_draft,
)
from portal.cases.services.incidents import (
    change_incident,
    correct_incident,
    hear_tenant,
    log_incident,
    reveal_reporter,
    verify_incident,
)
from portal.cases.services.moves import assign_expert, assign_social_team, expect, hand_over, move, tell_tenant
from portal.cases.services.referral import add_participant, enter_participant, refer, refresh_names, state_household

__all__ = [
    "add_participant",
    "add_upload",
    "answer_help",
    "assign_expert",
    "assign_social_team",
    "change_incident",
    "correct_incident",
    "discard_draft",
    "enter_participant",
    "expect",
    "file_document",
    "hand_over",
    "hear_tenant",
    "log_contact",
    "log_incident",
    "move",
    "offer_help",
    "refer",
    "refresh_names",
    "remove_upload",
    "reveal_reporter",
    "save_page",
    "seal_titles",
    "send_draft",
    "start_draft",
    "state_household",
    "tell_tenant",
    "verify_incident",
]
