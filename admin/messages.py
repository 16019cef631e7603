"""Sentences for what the administration refuses."""

from __future__ import annotations

from flask_babel import LazyString, lazy_gettext

MESSAGES: dict[str, LazyString] = {
    "admin.delete": lazy_gettext("Hier wordt niets weggegooid. Zet het uit, of maak een correctie."),
    "job.not_dead": lazy_gettext("Deze taak loopt al, is klaar of komt vanzelf weer aan de beurt."),
    "job.reason": lazy_gettext("Schrijf kort op waarom de taak opnieuw mag, bijvoorbeeld: de mailserver doet het weer."),
    "job.retry": lazy_gettext("Alleen de beheerder van het bureau laat een taak opnieuw doen."),
    "admin.list": lazy_gettext("Deze lijst kan zo niet worden getoond. Haal een filter weg en probeer het opnieuw."),
}
