"""Commands of this stage: publishing a definition, working on a draft of one, and the custom fields of records."""

from portal.core.uow import UnitOfWork
from portal.definitions.models import FormVersion
from portal.definitions.services.blocks import delete_block, insert_block, make_block
from portal.definitions.services.custom import Opened, keep_fields, open_fields, retire
from portal.definitions.services.drafting import (
    change,
    discard,
    publish_draft,
    redo,
    set_four_eyes,
    start,
    start_new,
    undo,
)
from portal.definitions.services.instruments import load_shipped_instrument, publish_instrument, take_over_instrument
from portal.definitions.services.presence import GONE, attend
from portal.definitions.services.publishing import load_shipped_forms, publish


def load_shipped(uow: UnitOfWork) -> list[FormVersion]:
    """Publish the shipped definitions and the list of life domains; what was loaded before stays as it is."""
    load_shipped_instrument(uow)
    return load_shipped_forms(uow)


__all__ = [
    "GONE",
    "Opened",
    "attend",
    "change",
    "delete_block",
    "discard",
    "insert_block",
    "keep_fields",
    "load_shipped",
    "make_block",
    "open_fields",
    "publish",
    "publish_draft",
    "publish_instrument",
    "redo",
    "retire",
    "set_four_eyes",
    "start",
    "start_new",
    "take_over_instrument",
    "undo",
]
