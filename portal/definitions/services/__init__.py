"""Commands of this stage: publishing a definition, and working on a draft of one."""

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
    "discard",
    "load_shipped",
    "publish",
    "publish_draft",
    "redo",
    "set_four_eyes",
    "start",
    "start_new",
    "undo",
]
