"""Commands of this stage: publishing a definition, and working on a draft of one."""

from portal.definitions.services.blocks import delete_block, insert_block, make_block
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
from portal.definitions.services.publishing import load_shipped, publish

__all__ = [
    "change",
    "delete_block",
    "discard",
    "insert_block",
    "load_shipped",
    "make_block",
    "publish",
    "publish_draft",
    "redo",
    "set_four_eyes",
    "start",
    "start_new",
    "undo",
]
