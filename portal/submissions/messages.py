"""Sentences for the codes this stage raises, and words for its values."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

MESSAGES: dict[str, LazyString] = {
    "submission.start": _("Alleen de expert van deze zaak vult dit formulier in."),
    "submission.change": _("U kunt de antwoorden in dit formulier niet wijzigen."),
    "submission.submit": _("Alleen de expert van deze zaak verstuurt dit formulier."),
    "submission.accept": _("Alleen de expert van deze zaak stelt dit formulier vast."),
    "submission.return": _("Alleen de expert van deze zaak zet dit formulier terug."),
    "submission.read": _("Dit formulier is nog niet vastgesteld. Daarna leest u hier wat is vrijgegeven."),
    "submission.compartment": _("U kunt een vraag die niet voor u is bedoeld niet beantwoorden."),
    "submission.move": _("Dit kan nu niet met dit formulier. De stand is intussen veranderd."),
    "submission.closed": _("Dit formulier is verstuurd. De antwoorden staan vast."),
    "submission.exists": _("Voor deze persoon is dit formulier al ingevuld."),
    "submission.person": _("Kies iemand die bij deze zaak hoort."),
    "submission.answers": _("Er kloppen %(count)s antwoorden nog niet. Er is niets bewaard."),
    "submission.incomplete": _("Het formulier is nog niet compleet. Het gaat om %(count)s antwoorden."),
    "submission.file_field": _("Bij deze vraag kan geen bestand."),
    "submission.files": _("Voeg hier hoogstens %(limit)s bestanden toe."),
    "submission.release": _("Dit onderdeel kent het formulier niet."),
    "correction.open": _("Dit formulier is nog niet verstuurd. Wijzig het antwoord gewoon in het formulier."),
    "correction.denied": _("U kunt de antwoorden in dit formulier niet verbeteren."),
    "correction.reason": _("Schrijf op waarom u dit antwoord verbetert."),
    "correction.nothing": _("Er is niets veranderd. Pas het antwoord aan of ga terug."),
    "correction.answer": _("Het nieuwe antwoord klopt nog niet."),
    "export.nothing": _("Er is nog geen verstuurd formulier van deze soort om mee te nemen."),
    "export.denied": _("U kunt deze antwoorden niet als tabel meenemen."),
    "submission.newest": _("Dit formulier staat al in de nieuwste versie."),
    "submission.reason": _("Schrijf op wat er nog moet veranderen."),
}

FAMILIES: dict[str, LazyString] = {
    "intake": _("Intake"),
    "plan": _("Plan"),
    "evaluation": _("Evaluatie"),
    "survey": _("Buurtpeiling"),
    "stabilisation": _("Stabilisatietoets"),
    "handover": _("Overdracht"),
    "handover_sheet": _("Overdrachtsblad voor de corporatie"),
    "referral": _("Aanmelding"),
}
"""The shipped forms, in the order in which a case needs them."""

STATES: dict[str, LazyString] = {
    "draft": _("Concept"),
    "submitted": _("Verstuurd"),
    "returned": _("Terug om aan te vullen"),
    "accepted": _("Vastgesteld"),
}

TAGS = {"draft": "info", "submitted": "beurt", "returned": "mis", "accepted": "ok"}
"""The kind of tag for each state."""

STEP_STATES: dict[str, LazyString] = {"todo": _("Nog doen"), "partly": _("Begonnen"), "done": _("Klaar")}
