"""Dutch sentences for the codes of this room."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

MESSAGES: dict[str, LazyString] = {
    "sealing.system-only": _("Dit doet het systeem zelf."),
    "sealing.not-signed": _("Nog niet iedereen heeft getekend."),
    "sealing.certificate-ended": _("Het certificaat is nu niet geldig. Neem een certificaat dat vandaag geldt."),
    "sealing.not-behind": _("Een nieuwe uitgave moet beginnen met precies de vorige."),
    "sealing.no-file": _("Kies eerst een bestand."),
}
