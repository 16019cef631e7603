"""The course of a version as the ceremony moves it; the only place here that touches an agreement's state."""

from __future__ import annotations

import datetime as dt
import uuid

from portal.agreements import services as agreements
from portal.agreements.content import digest_of_stored
from portal.agreements.models import AgreementVersion
from portal.agreements.rules import CLOSED, SIGNING, Action
from portal.core.errors import Conflict
from portal.core.uow import UnitOfWork
from portal.signatures import queries


def lock(uow: UnitOfWork, version_id: uuid.UUID) -> AgreementVersion:
    """Lock a version, as every act on it begins."""
    return agreements.lock(uow, version_id)


def require_open(uow: UnitOfWork, version: AgreementVersion) -> None:
    """Raise Conflict("signing.version-over", "signing.case-closed") unless the version may still be signed."""
    if version.state not in SIGNING:
        raise Conflict("signing.version-over", state=version.state.value)
    if not queries.case_is_open(uow.session, version.case_id):
        raise Conflict("signing.case-closed")


def require_unchanged(version: AgreementVersion, shown_digest: str) -> None:
    """Raise Conflict("signing.text-changed") unless what was shown, what is stored and what was frozen are one."""
    stored = digest_of_stored(version.content)
    if not (version.content_digest == shown_digest == stored):
        raise Conflict("signing.text-changed")


def is_open(uow: UnitOfWork, version: AgreementVersion) -> bool:
    """Tell whether a version may still be signed."""
    return version.state in SIGNING and queries.case_is_open(uow.session, version.case_id)


def is_over(version: AgreementVersion) -> bool:
    """Tell whether a version can never take effect any more."""
    return version.state in CLOSED


def partly(uow: UnitOfWork, version: AgreementVersion) -> None:
    """Some have signed."""
    agreements.mark(uow, version.id, Action.SIGN)


def complete(uow: UnitOfWork, version: AgreementVersion) -> dt.datetime:
    """All have signed; return when the reflection period, which starts now, ends."""
    marked = agreements.mark(uow, version.id, Action.SIGN_LAST)
    assert marked.reflection_ends_at is not None
    return marked.reflection_ends_at


def refused(uow: UnitOfWork, version: AgreementVersion) -> None:
    """Somebody decided not to sign."""
    agreements.mark(uow, version.id, Action.REFUSE)


def withdrawn(uow: UnitOfWork, version: AgreementVersion) -> None:
    """Somebody took the signature back in time."""
    agreements.mark(uow, version.id, Action.WITHDRAW)
