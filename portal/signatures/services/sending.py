"""Sending a link: to the telephone or the mail address of a signatory, in neutral words."""

from __future__ import annotations

from portal.core.uow import UnitOfWork
from portal.signatures import links
from portal.signatures.models import Signatory, SigningInvitation
from portal.signatures.notes import Note
from portal.signatures.rules import codes, masking
from portal.signatures.rules.states import LINKED, OPEN, Channel, link_expiry

EXPIRE = "signatures.expire"
SIGN_PAGE = "/tekenen/{}"


def reach(row: Signatory) -> Channel | None:
    """Return how a message gets to a signatory; who signs at the table may still have a telephone."""
    if row.channel in LINKED:
        return row.channel
    if row.phone:
        return Channel.PHONE
    return Channel.MAIL if row.mail else None


def send_link(uow: UnitOfWork, row: Signatory, note: Note) -> SigningInvitation | None:
    """Make a link and send it with the neutral words of *note*; None when there is nowhere to send it."""
    way = reach(row)
    if way is None:
        return None
    token, by_phone = codes.new_token(), way is Channel.PHONE
    invitation = uow.add(
        SigningInvitation(
            case_id=row.case_id, signatory_id=row.id, token_hash=codes.token_digest(token), channel=way,
            sent_to=masking.mask_phone(row.phone) if by_phone else masking.mask_mail(row.mail),
            expires_at=link_expiry(uow.now),
        )
    )
    body, key = note.body(link=links.letter(token)), f"signing-link:{invitation.id}"
    if by_phone:
        uow.post_sms(to=row.phone, body=body, key=key, case_id=row.case_id)
    else:
        uow.post_mail(to=row.mail, subject=note.subject, body=body, key=key, case_id=row.case_id)
    if row.state in OPEN:
        uow.enqueue(EXPIRE, key=f"{EXPIRE}:{invitation.id}", due=invitation.expires_at, invitation_id=invitation.id,
                    case_id=row.case_id)
    return invitation
