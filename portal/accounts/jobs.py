"""Background work: the mail to somebody who forgot a password."""

from __future__ import annotations

import uuid

from portal.accounts import queries
from portal.accounts.rules import LinkPurpose
from portal.accounts.services import send_link
from portal.core.policy import SYSTEM
from portal.core.worker import Run, job


@job("accounts.recover")
def recover(run: Run) -> None:
    """Mail a link to choose a new password; nothing when nobody has the address, which takes the asker as long."""
    wanted = run.text_of("user_id")
    with run.read() as session:
        user = queries.user(session, SYSTEM, uuid.UUID(wanted)) if wanted else None
        purpose = LinkPurpose.RECOVERY if user and user.password else LinkPurpose.INVITATION
        may = user is not None and user.active
    with run.write() as uow:
        if may:
            send_link(uow, uuid.UUID(wanted), purpose)
