"""What roles, kinds of organisations and purposes are called on the screen."""

from __future__ import annotations

from flask_babel import LazyString, lazy_gettext

from portal.accounts.rules import OrganisationKind, Role

ROLE_NAMES: dict[str, LazyString] = {
    Role.BUREAU_ADMIN.value: lazy_gettext("beheerder"),
    Role.BUREAU_STAFF.value: lazy_gettext("medewerker van het bureau"),
    Role.LEGAL.value: lazy_gettext("jurist"),
    Role.CORPORATION_STAFF.value: lazy_gettext("medewerker van de corporatie"),
    Role.EXPERT.value: lazy_gettext("expert"),
    Role.SOCIAL_TEAM.value: lazy_gettext("medewerker van het sociaal team"),
    Role.AUDITOR.value: lazy_gettext("auditor"),
}

KIND_NAMES: dict[str, LazyString] = {
    OrganisationKind.BUREAU.value: lazy_gettext("bureau"),
    OrganisationKind.CORPORATION.value: lazy_gettext("woningcorporatie"),
    OrganisationKind.EXPERT_PRACTICE.value: lazy_gettext("praktijk van experts"),
    OrganisationKind.SOCIAL_TEAM.value: lazy_gettext("sociaal team"),
}

_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_DEVICES = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


def device_name(agent: str) -> str:
    """Return "Firefox, Windows" for what a browser said it is; empty when it said nothing known."""
    found = (next((name for sign, name in signs if sign in agent), "") for signs in (_BROWSERS, _DEVICES))
    return ", ".join(name for name in found if name)
