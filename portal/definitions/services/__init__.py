"""Commands of this stage: publishing a definition, working on a draft of one, and the custom fields of records."""

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
from portal.definitions.services.presence import GONE, attend
from portal.definitions.services.publishing import load_shipped, publish

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
    "redo",
    "retire",
    "set_four_eyes",
    "start",
    "start_new",
    "undo",
]
