"""Sentences for the codes this stage raises."""

from __future__ import annotations

from flask_babel import LazyString, lazy_gettext

MESSAGES: dict[str, LazyString] = {
    "form.publish": lazy_gettext("U kunt geen formulieren uitbrengen."),
    "form.problems": lazy_gettext("Dit formulier kan nog niet worden uitgebracht. Er zijn %(count)s punten."),
    "form.edit": lazy_gettext("U kunt geen formulieren bouwen."),
    "form.value": lazy_gettext("Dit kan niet zo: %(message)s"),
    "form.unreadable": lazy_gettext("Deze waarde kunnen wij niet lezen. Kijk naar het voorbeeld bij het veld."),
    "form.formula": lazy_gettext("Deze berekening kunnen wij niet lezen: %(why)s."),
    "form.unknown_text": lazy_gettext("‘%(place)s’ is geen tekst van dit formulier. Haal de teksten opnieuw op."),
    "form.csv": lazy_gettext("Dit bestand met teksten kunnen wij niet lezen: %(why)s."),
    "form.block_name": lazy_gettext("Geef het blok een naam die nog niet bestaat."),
    "form.signs": lazy_gettext("Hier staan tekens in die wij niet kunnen bewaren. Typ de tekst opnieuw."),
    "form.too_large": lazy_gettext("Dit formulier wordt te groot. Maak er twee formulieren van."),
    "form.stale": lazy_gettext("Iemand anders heeft dit concept intussen gewijzigd. Er is niets overschreven."),
    "form.closed": lazy_gettext("Dit concept is afgesloten. Begin een nieuw concept."),
    "form.nothing_to_undo": lazy_gettext("Er is niets om ongedaan te maken."),
    "form.nothing_to_redo": lazy_gettext("Er is niets om opnieuw te doen."),
    "form.four_eyes": lazy_gettext("Bij dit formulier brengt iemand anders uit dan wie het wijzigde."),
    "form.old_version": lazy_gettext("Dit is gelijk aan versie %(number)s, die al eerder is uitgebracht."),
    "form.question": lazy_gettext("Deze vraag of pagina is er niet meer."),
    "form.no_label": lazy_gettext("Typ eerst de vraag of de titel."),
    "form.none_chosen": lazy_gettext("Kies eerst een vraag."),
    "form.referred": lazy_gettext("Op %(count)s plaatsen wordt naar deze vraag verwezen."),
    "form.into_itself": lazy_gettext("Een groep kan niet in zichzelf staan."),
    "form.page_full": lazy_gettext("Op deze pagina staan nog vragen. Verplaats ze of haal ze eerst weg."),
    "form.last_page": lazy_gettext("Een formulier heeft minstens één pagina."),
    "form.fixed": lazy_gettext("Deze eigenschap kunt u niet wijzigen."),
    "form.command": lazy_gettext("Deze wijziging kennen wij niet."),
    "form.missing": lazy_gettext("Dit formulier is er niet."),
    "form.record_compartment": lazy_gettext("Eigen velden kunnen niet naar een ander deel. Maak een nieuw formulier."),
    "instrument.stale": lazy_gettext("Iemand anders heeft intussen een versie van de leefgebieden gemaakt. Er is niets overschreven."),
    "instrument.same": lazy_gettext("Deze lijst is gelijk aan een versie die er al is."),
    "custom.change": lazy_gettext("U kunt deze gegevens niet wijzigen."),
    "custom.stale": lazy_gettext("Iemand anders heeft deze gegevens intussen gewijzigd. Er is niets overschreven."),
    "custom.renewed": lazy_gettext("Dit formulier is intussen vernieuwd. Kijk uw antwoorden na en bewaar opnieuw."),
    "custom.faults": lazy_gettext("Nog niet bewaard: er kloppen %(count)s antwoorden niet."),
    "custom.more": lazy_gettext("Er zijn vragen bij gekomen. Vul die ook in en bewaar opnieuw."),
}
