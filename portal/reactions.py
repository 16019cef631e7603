"""What follows from what: the only file where an earlier stage meets a later one."""

from __future__ import annotations

from portal.core.events import after
from portal.parties.events import DwellingChanged, PersonChanged

after(PersonChanged, "cases.rename_person")
after(DwellingChanged, "cases.rename_dwelling")
