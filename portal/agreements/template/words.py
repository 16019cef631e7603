"""Dutch words about templates: places to fill, what still keeps one from being used, and what was changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.agreements.template.differing import Change
from portal.agreements.template.problems import Problem
from portal.clauses.messages import TYPES

PLACES: Mapping[str, LazyString] = {
    "tenants": _l("namen van de huurders"), "corporation": _l("naam van de verhuurder"), "expert": _l("naam van de expert"),
    "expert_organisation": _l("organisatie van de expert"), "purpose": _l("doel van de afspraken"),
    "extension": _l("regel over verlengen"), "months": _l("duur in maanden"),
    "reflection_days": _l("dagen bedenktijd"), "social_team": _l("naam van het wijkteam"),
    "complaint": _l("waar de huurder kan klagen"), "legal_help": _l("waar de huurder rechtshulp krijgt"),
    "address": _l("adres van de woning"), "reference": _l("nummer van de zaak"), "signer": _l("wie de brief ondertekent"),
    "contact": _l("naam van de contactpersoon"), "phone": _l("telefoonnummer van de contactpersoon"),
    "incidents": _l("de gekozen meldingen"), "day": _l("de gekozen dag"), "time": _l("de gekozen tijd"),
    "place": _l("de gekozen plek"), "deadline": _l("de uiterste dag"), "agreement": _l("datum van de afspraken"),
    "clauses": _l("titels van de afspraken"), "in_force": _l("dag waarop de afspraken ingingen"),
    "ends": _l("dag waarop de afspraken stoppen"), "who": _l("over wie het gaat"), "on": _l("dag waarop het gebeurde"),
    "reconsider": _l("einde van de bedenktijd"), "starts": _l("dag waarop de afspraken ingaan"),
}  # fmt: skip

ROLES: Mapping[str, LazyString] = {
    "tenant": _l("Huurder"), "co_tenant": _l("Medehuurder"), "administrator": _l("Bewindvoerder"),
    "guardian": _l("Curator"), "mentor": _l("Mentor"), "corporation": _l("Verhuurder"), "expert": _l("Expert"),
}  # fmt: skip

BEGINNINGS: Mapping[str, LazyString] = {
    "purpose": _l("Doel"), "extension": _l("Regel over verlengen"), "months": _l("Duur in maanden"),
    "reflection_days": _l("Dagen bedenktijd"), "reaction_days": _l("Werkdagen tot een antwoord van de verhuurder"),
    "evaluation_weeks": _l("Evaluaties na zoveel weken"), "corporation_duties": _l("Wat de verhuurder belooft"),
    "expert_duties": _l("Wat de expert belooft"), "exchange": _l("Wat partijen delen"),
    "ladder": _l("Stappen als het niet lukt"), "criteria": _l("Wanneer de afspraken kunnen stoppen"),
    "social_team": _l("Wijkteam"), "complaint": _l("Klachten"), "legal_help": _l("Rechtshulp"),
    "help_weeks": _l("Hulp begint binnen zoveel weken"), "help_fallback": _l("Als de hulp niet begint"),
}  # fmt: skip

PROBLEMS: Mapping[str, LazyString] = {
    "missing": _l("Hoofdstuk %(number)s ontbreekt. Maak een nieuwe werkversie."),
    "twice": _l("Dit hoofdstuk staat er twee keer. Haal er één weg."),
    "head_first": _l("Het hoofdstuk over het document hoort vooraan."),
    "signing_last": _l("Het hoofdstuk Ondertekening hoort achteraan."),
    "slot_bounds": _l("Kijk de aantallen na bij “%(kind)s”: het hoogste aantal is te laag."),
    "slot_falls_away": _l("Dit hoofdstuk kan wegvallen, maar er staan afspraken in. Haal de voorwaarde weg of zet de afspraken ergens anders."),
    "slot_many": _l("Dit hoofdstuk vraagt om meer dan %(most)s afspraken. Verlaag de aantallen."),
    "slot_nowhere": _l("Er is geen plek voor “%(kind)s”. Kies in welk hoofdstuk die afspraken staan."),
    "slot_twice": _l("Afspraken van de soort “%(kind)s” staan in twee hoofdstukken. Kies er één."),
    "placeholder": _l("“{%(name)s}” kan hier niet worden ingevuld. Gebruik alleen de plekken uit de lijst."),
    "placeholder_often": _l("“{%(name)s}” staat meer dan %(most)s keer in één alinea. Haal er een paar weg."),
    "refused": _l("Dit mag niet in een overeenkomst staan: “%(sentence)s”"),
    "number": _l("Hier staat het nummer van een hoofdstuk, maar de volgorde is veranderd. Kies het nummer uit de plekken."),
    "title": _l("In een titel staan geen accolades."),
    "empty": _l("Dit hoofdstuk heeft nog geen tekst. Schrijf een alinea, of haal het weg."),
    "signers": _l("Niet elke ondertekenaar heeft een beurt. Kijk “Wie tekent wanneer” na."),
}  # fmt: skip

CHANGES: Mapping[str, LazyString] = {
    "letter": _l("De tekst van de brief is anders."), "title": _l("De titel is anders."),
    "order": _l("De hoofdstukken staan in een andere volgorde."), "section_gone": _l("Weg: hoofdstuk “%(title)s”."),
    "section_new": _l("Nieuw: hoofdstuk “%(title)s”."), "section_text": _l("De tekst van hoofdstuk “%(title)s” is anders."),
    "section_when": _l("Hoofdstuk “%(title)s” staat er onder een andere voorwaarde."),
    "section_slots": _l("In hoofdstuk “%(title)s” staan andere afspraken. Eerst: %(before)s. Nu: %(after)s."),
    "signers": _l("De volgorde van tekenen is anders. Eerst: %(before)s. Nu: %(after)s."),
    "beginning": _l("Waarmee een afspraak begint is anders: %(name)s."),
}  # fmt: skip


def place_words(name: str, titles: Mapping[int, str]) -> str:
    """Say what a place is filled with; *titles* are those of the sections."""
    number = name.removeprefix("section_")
    if number != name and number.isdecimal():
        return str(_l("nummer van “%(title)s”", title=titles.get(int(number), number)))
    return str(PLACES.get(name, name))


def kind_words(kind: str) -> str:
    """Name a kind of clause."""
    return str(TYPES.get(kind, kind))


def problem_text(problem: Problem) -> str:
    """Say one point, with what to do about it."""
    said = dict(problem.params)
    if "kind" in said:
        said["kind"] = kind_words(str(said["kind"]))
    return str(PROBLEMS[problem.code]) % said


def change_text(change: Change) -> str:
    """Say one difference."""
    said: dict[str, Any] = dict(change.params)
    if change.code == "section_slots":
        said |= {side: slots_text(said[side]) for side in ("before", "after")}
    if change.code == "signers":
        said |= {side: turns_text(said[side]) for side in ("before", "after")}
    if change.code == "beginning":
        said["name"] = str(BEGINNINGS.get(said["name"], said["name"])).lower()
    return str(CHANGES[change.code]) % said


def slots_text(slots: Any) -> str:
    """Say which kinds of clause stand somewhere, and how many."""
    return "; ".join(kind_words(kind) + limits_text(least, most) for kind, least, most in slots) or str(_l("geen"))


def limits_text(least: int, most: int | None) -> str:
    """Say at least and at most how many, with a space before it, or nothing."""
    if not least and most is None:
        return ""
    if most is None:
        return " " + str(_l("(minstens %(least)s)", least=least))
    if not least:
        return " " + str(_l("(hoogstens %(most)s)", most=most))
    return " " + str(_l("(%(least)s tot en met %(most)s)", least=least, most=most))


def turns_text(turns: Any) -> str:
    """Say who signs in which turn, the first turn first."""
    by_turn: dict[int, list[str]] = {}
    for role, turn in turns:
        by_turn.setdefault(turn, []).append(str(ROLES.get(role, role)).lower())
    if len(by_turn) == 1:
        return str(_l("iedereen tegelijk"))
    return "; ".join(f"{place}. {', '.join(by_turn[turn])}" for place, turn in enumerate(sorted(by_turn), start=1))
