"""Forms of the composer: one per section, one for a clause, and small ones for the course of a version."""

from portal.agreements.inputs.base import SectionForm
from portal.agreements.inputs.clauses import clause_form, clause_values, names_of
from portal.agreements.inputs.course import EndForm, ExtendForm, SendForm, SignerForm
from portal.agreements.inputs.sections import SECTIONS

__all__ = [
    "SECTIONS",
    "EndForm",
    "ExtendForm",
    "SectionForm",
    "SendForm",
    "SignerForm",
    "clause_form",
    "clause_values",
    "names_of",
]
