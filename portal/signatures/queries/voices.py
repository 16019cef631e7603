"""A question that was spoken, for who may read the question: the reader himself, the bureau and the assigned expert."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.core import blobs
from portal.core.blobs import StoredFile
from portal.core.errors import Missing
from portal.core.policy import SYSTEM, acting, scoped
from portal.signatures.models import Question


def heard(session: Session, question: Question) -> tuple[bytes, str]:
    """Return a recording and its media type, as the system: the row of the question was confined already.

    The file itself is a care file, which the bureau's own rule would hide: a question is put to whoever answers it.
    Raises Missing("row.missing"), and Denied("care.unlogged") unless this reading was logged.
    """
    with acting(session, SYSTEM):
        file = session.scalars(scoped(StoredFile, SYSTEM).where(StoredFile.id == question.voice_file_id)).one_or_none()
        if file is None:
            raise Missing("row.missing", table="stored_file")
        return blobs.fetch(session, file), file.media_type
