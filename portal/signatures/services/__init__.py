"""Commands of the signing ceremony; every one takes a unit of work and leaves the commit to it."""

from __future__ import annotations

from portal.signatures.services.declining import (
    explain_refusal,
    record_refusal,
    record_withdrawal,
    refuse,
    void,
    void_earlier,
    withdraw,
)
from portal.signatures.services.ending import deliver_copy
from portal.signatures.services.entering import ask_link, check_code, leave, send_code, touch
from portal.signatures.services.inviting import Invited, change_contact, delegate, invite, invite_again, name_signers
from portal.signatures.services.outcomes import expire, file_outcome, outcome_of, signing_outcome
from portal.signatures.services.paper import PaperFacts, confirm_paper, receive_paper, reject_paper
from portal.signatures.services.permitting import give_permission, withdraw_permission
from portal.signatures.services.reading import answer, ask, mark_clause
from portal.signatures.services.reminding import remind, stop_reminder
from portal.signatures.services.signing import sign, sign_in_portal
from portal.signatures.services.table import Shown, give_tablet, note_interpreter, show_qr
from portal.signatures.services.understanding import decide_understanding

__all__ = [
    "Invited", "PaperFacts", "Shown", "answer", "ask", "ask_link", "change_contact", "check_code", "confirm_paper",
    "decide_understanding", "delegate", "deliver_copy", "expire", "explain_refusal", "file_outcome", "give_permission", "give_tablet", "invite",
    "invite_again", "leave", "mark_clause", "name_signers", "note_interpreter", "outcome_of", "receive_paper", "record_refusal",
    "record_withdrawal", "refuse", "reject_paper", "remind", "send_code", "show_qr", "sign", "sign_in_portal", "signing_outcome",
    "stop_reminder", "touch", "void", "void_earlier", "withdraw", "withdraw_permission",
]
