"""After the last signature: the final document for everybody."""

from __future__ import annotations

import uuid

from portal.core.blobs import StoredFile
from portal.core.errors import Conflict
from portal.core.policy import require
from portal.core.uow import UnitOfWork
from portal.signatures import links, notes, queries
from portal.signatures.events import CopyDelivered
from portal.signatures.rules.states import TENANT_SIDE, State
from portal.signatures.services import course
from portal.signatures.services.sending import SIGN_PAGE, send_link


def deliver_copy(uow: UnitOfWork, version_id: uuid.UUID, stored_file_id: uuid.UUID) -> None:
    """Put the final document behind everybody's link and tell them, in neutral words; once per version.

    Raises Conflict("signing.not-complete").
    """
    require(uow.actor.kind == "system", "signing.system-only")
    version = course.lock(uow, version_id)
    round_ = queries.round_of(uow.session, version.id)
    if round_ is None or round_.completed_at is None:
        raise Conflict("signing.not-complete")
    if round_.copy_file_id is not None:
        return
    file = uow.get(StoredFile, stored_file_id)
    round_.copy_file_id, round_.copy_at = file.id, uow.now
    uow.session.flush()
    for row in queries.signatories(uow.session, version.id):
        if row.state is not State.SIGNED:
            continue
        if row.role in TENANT_SIDE:
            send_link(uow, row, notes.SIGNED)
        elif row.mail:
            body = notes.DESK_SIGNED.body(link=links.desk(SIGN_PAGE.format(row.id)))
            uow.post_mail(to=row.mail, subject=notes.DESK_SIGNED.subject, body=body,
                          key=f"signing-copy:{row.id}", case_id=row.case_id)
    uow.record(CopyDelivered(version.case_id, version.id, file.sha256))
