"""Records that custom fields can be added to, and which kinds of question have no place there."""

from __future__ import annotations

from enum import StrEnum


class RecordKind(StrEnum):
    """What custom fields can be added to."""

    CASE = "case"
    PERSON = "person"
    ORGANISATION = "organisation"
    DWELLING = "dwelling"


ELSEWHERE = frozenset({"file", "signature", "repeat", "person", "organisation", "record"})
"""Kinds that need a case, a store or a sheet of their own, and so do not fit in a field of a record."""

TEXTS = frozenset({"short_text", "long_text", "email", "phone", "iban"})
CHOICES = frozenset({"one_of", "many_of"})
