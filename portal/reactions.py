"""What follows from what: the only file where an earlier stage meets a later one."""

from __future__ import annotations

from portal.agreements.events import AgreementFrozen, AgreementOffered, AgreementSuperseded
from portal.core.events import after
from portal.parties.events import DwellingChanged, PersonChanged
from portal.signatures.events import AgreementSigned

after(PersonChanged, "cases.rename_person")
after(DwellingChanged, "cases.rename_dwelling")
after(AgreementFrozen, "signatures.void_earlier")
after(AgreementOffered, "signatures.prepare")
after(AgreementSuperseded, "signatures.void")
after(AgreementSigned, "sealing.seal")
