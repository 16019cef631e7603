"""The fields shared by the forms of a case and of the stages after it; they stand with the people, who come first."""

from portal.parties.inputs.fields import (
    ChoiceField,
    ChoicesField,
    PageForm,
    RightDate,
    RightTime,
    WholeNumber,
    at_most,
    id_of,
    needed,
    options,
)

__all__ = [
    "ChoiceField",
    "ChoicesField",
    "PageForm",
    "RightDate",
    "RightTime",
    "WholeNumber",
    "at_most",
    "id_of",
    "needed",
    "options",
]
