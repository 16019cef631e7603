"""Commands of the signing ceremony; every one takes a unit of work and leaves the commit to it."""

from __future__ import annotations

from portal.signatures.services.declining import (
    explain_refusal,
    record_withdrawal,
    refuse,
    void,
    void_earlier,
    withdraw,
)
from portal.signatures.services.ending import deliver_copy
from portal.signatures.services.entering import ask_link, check_code, leave, send_code, touch
from portal.signatures.services.inviting import Invited, change_contact, invite, invite_again, name_signers
from portal.signatures.services.reading import answer, ask, mark_clause
from portal.signatures.services.signing import sign, sign_in_portal

__all__ = [
    "Invited", "answer", "ask", "ask_link", "change_contact", "check_code", "deliver_copy",
    "explain_refusal", "invite", "invite_again", "leave", "mark_clause", "name_signers", "record_withdrawal", "refuse",
    "send_code", "sign", "sign_in_portal", "touch", "void", "void_earlier", "withdraw",
]
