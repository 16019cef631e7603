"""Commands on the clause library; see the modules for what each raises."""

from __future__ import annotations

from portal.clauses.services.editing import EDITABLE, begin, change, discard, record_voice, translate
from portal.clauses.services.loading import Loaded, load_shipped
from portal.clauses.services.releasing import release, review, withdraw

__all__ = [
    "EDITABLE", "Loaded", "begin", "change", "discard", "load_shipped", "record_voice", "release", "review", "translate", "withdraw",
]  # fmt: skip
