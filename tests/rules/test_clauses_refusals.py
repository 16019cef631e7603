"""Content that may never be agreed: what is caught in the words people use, and what is left alone."""

from __future__ import annotations

import pytest

from portal.clauses.rules import Refusal, refused_content, require_allowed
from portal.core.errors import Invalid

CAUGHT = {
    Refusal.MEDICATION: (
        "U neemt elke dag uw medicijnen in.",
        "U accepteert de depotmedicatie.",
        "Het innemen van medicatie is verplicht.",
        "De medicatie wordt dagelijks ingenomen.",
        "U slaat geen medicijnen over.",
        "U stopt niet met uw medicijnen.",
        "U laat zich elke twee weken een prik geven.",
        "U houdt zich aan de medicatie die de psychiater voorschrijft.",
        "U neemt in wat de arts u voorschrijft.",
        "U bent medicatietrouw.",
        "Uw pillen slikt u onder toezicht.",
        "Als u niet komt, slikt u uw pillen.",
        "U zorgt dat uw medicatie op orde is.",
    ),
    Refusal.TREATMENT: (
        "U laat zich behandelen door een psychiater.",
        "U volgt een behandeling bij de GGZ.",
        "U gaat in therapie.",
    ),
    Refusal.ADMISSION: (
        "U laat zich opnemen in een kliniek.",
        "U werkt mee aan een klinische opname.",
        "Bij een terugval wordt u opgenomen in een instelling.",
        "U gaat naar een verslavingskliniek.",
    ),
    Refusal.DIAGNOSIS: (
        "U deelt uw diagnose met de verhuurder.",
        "U geeft de corporatie uw medisch dossier.",
        "U vertelt de corporatie welke stoornis u heeft.",
        "U laat de verhuurder uw medische gegevens inzien.",
        "De corporatie mag uw diagnose opvragen bij de huisarts.",
        "U geeft toestemming om medische informatie op te vragen.",
        "U ontslaat uw arts van zijn beroepsgeheim.",
        "U houdt uw diagnose niet geheim.",
        "U deelt uw diagnose niet later dan 1 mei.",
        "U deelt uw diagnose en u maakt geen lawaai.",
        "Uw ziektebeeld wordt met de corporatie gedeeld.",
        "U licht de verhuurder in over uw psychiatrische achtergrond.",
    ),
    Refusal.ABSTINENCE: (
        "U drinkt geen alcohol in uw woning.",
        "U blijft een jaar lang nuchter.",
        "U drinkt geen alcohol.",
        "U gebruikt geen drugs meer.",
        "U stopt met drinken.",
        "U onthoudt zich van alcohol.",
        "U gebruikt thuis geen wiet.",
    ),
    Refusal.LEASE_ENDS: (
        "Om problemen te voorkomen eindigt de huur na de derde klacht.",
        "Als u overlast geeft, eindigt de huur.",
        "Dan zegt u de huur op.",
        "Bij een overtreding eindigt de huurovereenkomst.",
        "Komt u de afspraak niet na, dan eindigt de huur automatisch.",
        "De huurovereenkomst is dan van rechtswege ontbonden.",
        "U verlaat de woning binnen 14 dagen.",
        "U zegt de huur dan zelf op.",
        "De huur\u00adovereenkomst eindigt dan.",
        "Dan verliest u uw woning.",
        "De huur stopt zonder tussenkomst van de rechter.",
        "De huurovereenkomst wordt ontbonden zonder dat de rechter hoeft te beslissen.",
        "Bij een derde klacht moet u de woning uit.",
        "U wordt dan uit huis gezet.",
        "Uw huurcontract loopt dan af.",
        "De verhuurder mag de huur dan opzeggen.",
        "U levert de sleutels in.",
        "U doet afstand van uw huurbescherming.",
        "Dan is de huur beëindigd.",
        "Bij drugshandel raakt u de woning kwijt.",
    ),
}
LEFT_ALONE = (
    "Het doel is voorkomen dat de huurovereenkomst wordt ontbonden.",
    "De afspraken zijn er om ontbinding van de huurovereenkomst te voorkomen.",
    "Zegt u zelf de huur op, dan stoppen deze afspraken.",
    "Als u de huur opzegt, stoppen deze afspraken.",
    "Deze afspraken gelden tot de huurovereenkomst eindigt.",
    "De verhuurder herstelt de verwarming binnen 14 dagen.",
    "De expert houdt medische gegevens geheim.",
    "U hoeft geen medicijnen te gebruiken.",
    "U deelt uw diagnose niet; dat hoeft ook niet.",
    "De huurovereenkomst eindigt niet door deze afspraak.",
    "Alleen de rechter kan de huurovereenkomst ontbinden.",
    "U drinkt geen alcohol in het portiek, op de galerij of in de lift.",
    "U betaalt de huur elke maand vóór de 1e.",
    "U werkt mee aan begeleiding door GGZ Veenrade.",
    "U gooit geen pillen of naalden in het portiek.",
    "U gebruikt, bewaart of verkoopt geen drugs in de gemeenschappelijke ruimte en handelt niet vanuit de woning.",
    "U neemt contact op met de GGZ-instelling.",
    "Bij ziekte volgt binnen 7 dagen een nieuwe datum.",
    "U meldt zich vóór 1 mei bij schuldhulp en betaalt de huur vóór de 1e.",
    "U volgt de training Omgaan met boosheid vóór 1 mei.",
    "Stopt u met huur betalen, dan bellen wij u.",
    "De verhuurder kan niet zelf een einde maken aan de huur.",
    "Deze overeenkomst maakt geen einde aan de huur.",
    "Rechter: einde van de huur. Als niets anders helpt, kan de verhuurder de rechter vragen om de huurovereenkomst te ontbinden.",
    "Daarna kan de verhuurder de rechter vragen om de huur te beëindigen.",
    "De expert deelt geen diagnose met de verhuurder.",
    "U neemt deel aan 1 gesprek met buurtbemiddeling.",
    "U laat de wijkbeheerder na aankondiging van 48 uur binnen.",
    "Als u de woning verlaat, doet u de deur zacht dicht.",
    "De afspraken stoppen op de einddatum.",
    "U komt nuchter naar het gesprek.",
    "U bewaart geen brandbare middelen op het balkon.",
    "U neemt de telefoon op.",
    "U krijgt hulp van uw huisarts als u dat wilt.",
    "Niemand mag uw medische gegevens opvragen zonder dat u ja zegt; u hoeft niets te delen.",
    "U ruimt de woning op vóór 1 mei.",
    "Vóór 1 mei zijn de keuken en de gang vrij.",
    "U houdt de honden in huis en laat ze uit.",
    "De hond krijgt zijn inenting van de dierenarts.",
)


@pytest.mark.parametrize(("reason", "text"), [(reason, text) for reason, texts in CAUGHT.items() for text in texts])
def test_content_that_may_never_be_agreed_is_refused_with_its_reason(reason: Refusal, text: str) -> None:
    assert [found.reason for found in refused_content(text)] == [reason]
    with pytest.raises(Invalid, match=f"clause.refused.{reason.value}"):
        require_allowed(text)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_ordinary_content_is_not_refused(text: str) -> None:
    assert refused_content(text) == ()


def test_a_word_is_found_behind_accents_and_invisible_characters() -> None:
    assert refused_content("U slikt uw medic\u00edj\u200bnen.")


def test_a_very_long_text_is_looked_through_in_little_time() -> None:
    assert not refused_content("U zet de muziek zacht en u praat met de buren " * 400)
