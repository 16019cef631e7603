"""What the verification page says: a plain answer first, then what it means."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from portal.documents.levels import Level
from portal.sealing.rules import Outcome, Standing


@dataclass(frozen=True, slots=True)
class Words:
    """The answer, its explanation, and the kind of notice it stands in."""

    answer: LazyString
    meaning: LazyString
    kind: str


OUTCOMES: dict[Outcome, Words] = {
    Outcome.FINAL: Words(
        _("Ja, dit bestand is ongewijzigd."),
        _("Dit is de getekende overeenkomst, precies zoals wij die hebben verzegeld."),
        "goed",
    ),
    Outcome.APPROVED: Words(
        _("Ja, dit bestand is ongewijzigd."),
        _("Dit is het document zoals het ter ondertekening is voorgelegd. De handtekeningen staan er nog niet in."),
        "goed",
    ),
    Outcome.FILING: Words(
        _("Ja, dit bestand is ongewijzigd."),
        _("Dit is een dossier voor de rechter, precies zoals het is ingediend."),
        "goed",
    ),
    Outcome.NOT_REGISTERED: Words(
        _("Het zegel klopt, maar wij kennen dit bestand niet."),
        _("Het zegel is van ons en het bestand is daarna niet gewijzigd. Maar precies dit bestand staat niet in ons register. "
          "Vertrouw er niet op. Bel ons."),
        "mis",
    ),
    Outcome.CHANGED: Words(
        _("Nee, dit bestand is gewijzigd."),
        _("Na het verzegelen is er iets in dit bestand veranderd, toegevoegd of weggehaald. Vertrouw er niet op. "
          "Vraag ons om het goede bestand."),
        "mis",
    ),
    Outcome.FOREIGN: Words(
        _("Dit bestand is niet door ons verzegeld."),
        _("Er staat een zegel of handtekening in van iemand anders. Daar kunnen wij niets over zeggen."),
        "mis",
    ),
    Outcome.UNKNOWN: Words(
        _("Wij kennen dit bestand niet."),
        _("Er zit geen zegel in en het staat niet in ons register. Het is dus niet, of niet ongewijzigd, van ons. Een print of "
          "een opnieuw opgeslagen bestand kunnen wij niet controleren. Gebruik het bestand dat u van ons kreeg."),
        "mis",
    ),
    Outcome.UNREADABLE: Words(
        _("Dit bestand kunnen wij niet lezen."),
        _("Het is geen heel PDF-bestand. Het is in elk geval niet, of niet ongewijzigd, van ons."),
        "mis",
    ),
    Outcome.LOCKED: Words(
        _("Op dit bestand zit een wachtwoord of een slot."),
        _("Daardoor kunnen wij er niet in kijken. Onze bestanden hebben nooit een wachtwoord. Het is dus niet, of niet "
          "ongewijzigd, van ons."),
        "mis",
    ),
    Outcome.BUSY: Words(
        _("Het is nu druk. Probeer het over een minuut nog eens."),
        _("Wij hebben naar uw bestand nog niet gekeken. Dit zegt dus niets over uw bestand."),
        "info",
    ),
    Outcome.TOO_LARGE: Words(
        _("Dit bestand is te groot."), _("Kies een bestand kleiner dan 50 MB. Zo groot zijn onze overeenkomsten nooit."), "mis"
    ),
}  # fmt: skip

STANDINGS: dict[Standing, tuple[LazyString, str]] = {
    Standing.OPEN: (_("Nog niet iedereen heeft getekend"), "info"),
    Standing.REFLECTION: (_("Getekend, de bedenktijd loopt nog"), "info"),
    Standing.IN_FORCE: (_("Van kracht"), "ok"),
    Standing.ENDED: (_("Afgelopen"), ""),
    Standing.SUPERSEDED: (_("Vervallen: er is een nieuwere versie"), "mis"),
    Standing.WITHDRAWN: (_("Ingetrokken binnen de bedenktijd"), "mis"),
    Standing.REFUSED: (_("Niet getekend: een partij heeft geweigerd"), "mis"),
}

LEVELS: dict[str, LazyString] = {
    Level.B_B.value: _("Een zegel van ons. Het tijdstip is dat van onze eigen klok."),
    Level.B_T.value: _("Een zegel van ons, met een tijdstempel van een ander."),
    Level.B_LT.value: _(
        "Een zegel van ons, met een tijdstempel van een ander en met de gegevens om de certificaten later na te rekenen."
    ),
    Level.B_LTA.value: _(
        "Een zegel van ons, met een tijdstempel van een ander, de gegevens om de certificaten later na te rekenen en een "
        "archieftijdstempel daarover."
    ),
}
