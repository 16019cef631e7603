"""Dutch sentences and words of this room."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from portal.dossiers.rules import LeaveOut, PieceKind, Purpose, Recipient

MESSAGES: dict[str, LazyString] = {
    "dossier.compose": _("U kunt voor deze zaak geen rechtbankdossier maken."),
    "dossier.file": _("Alleen de corporatie of de jurist kan een dossier vaststellen."),
    "dossier.release": _("Alleen de expert van deze zaak kan een zorgstuk vrijgeven."),
    "dossier.period": _("Deze periode klopt niet. De laatste dag ligt na de eerste, en de eerste niet in de toekomst."),
    "dossier.reason": _("Kies bij elk stuk dat u weglaat een reden."),
    "dossier.note": _("Schrijf bij 'andere reden' op wat de reden is."),
    "dossier.piece-filed": _("Dit stuk is al ingediend als productie %(number)s. Dat verandert niet meer."),
    "dossier.nothing": _("Er is geen nieuw stuk om in te dienen. Vink eerst een stuk aan."),
    "dossier.release-reason": _("Schrijf in ten minste tien tekens op waarom dit stuk nodig is."),
    "dossier.not-care": _("Dit stuk hoort niet bij de zorg. Het hoeft niet te worden vrijgegeven."),
    "dossier.released": _("Dit stuk is al vrijgegeven."),
}

KINDS: dict[PieceKind, LazyString] = {
    PieceKind.REFERRAL: _("Aanmelding"),
    PieceKind.INCIDENT: _("Melding"),
    PieceKind.CONTACT: _("Contact"),
    PieceKind.HELP: _("Aangeboden hulp"),
    PieceKind.DOCUMENT: _("Stuk"),
    PieceKind.CONCLUSION: _("Conclusie"),
    PieceKind.AGREEMENT: _("Overeenkomst"),
    PieceKind.RELEASED: _("Vrijgegeven zorgstuk"),
}
RECIPIENTS: dict[Recipient, LazyString] = {
    Recipient.DISTRICT_COURT: _("Kantonrechter"),
    Recipient.RELIEF_JUDGE: _("Voorzieningenrechter (kort geding)"),
    Recipient.LAWYER: _("Advocaat of gemachtigde"),
    Recipient.OTHER: _("Iemand anders"),
}
PURPOSES: dict[Purpose, LazyString] = {
    Purpose.ORDER: _("Gedragsaanwijzing"),
    Purpose.EVICTION: _("Ontbinding en ontruiming"),
    Purpose.SETTLEMENT: _("Schikking"),
    Purpose.RECORD: _("Eigen administratie"),
}
REASONS: dict[LeaveOut, LazyString] = {
    LeaveOut.NOT_RELEVANT: _("Niet van belang voor deze zaak"),
    LeaveOut.DOUBLE: _("Staat al in een ander stuk"),
    LeaveOut.THIRD_PARTY: _("Gaat over een ander"),
    LeaveOut.CARE: _("Vertrouwelijke zorg"),
    LeaveOut.OTHER: _("Andere reden"),
}
