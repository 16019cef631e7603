"""What a tenant may allow the helpers, apart from the agreement."""

from __future__ import annotations

from enum import StrEnum


class Subject(StrEnum):
    """With whom the helper may talk about the tenant."""

    DOCTOR = "doctor"
    SOCIAL_TEAM = "social_team"
    DEBT_HELP = "debt_help"
    RELATIVES = "relatives"
