"""The words in which expressions are told."""

from __future__ import annotations

from collections.abc import Mapping

PHRASES: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "and": " en ", "or": " of ", "not": "niet ({0})", "if": "als {0}, dan {1}, anders {2}",
        "coalesce": "het eerste ingevulde van {all}",
        "==": "{0} is {1}", "!=": "{0} is niet {1}", "<": "{0} is kleiner dan {1}", "<=": "{0} is hoogstens {1}",
        ">": "{0} is groter dan {1}", ">=": "{0} is minstens {1}", "in": "{0} is één van {1}",
        "-": "{0} − {1}", "/": "{0} : {1}", "mod": "de rest van {0} : {1}",
        "min": "het kleinste van {all}", "max": "het grootste van {all}", "mean": "het gemiddelde van {all}",
        "round": "{0}, afgerond", "round2": "{0}, afgerond op {1} cijfers achter de komma",
        "floor": "{0}, naar beneden afgerond", "abs": "{0} zonder minteken", "number": "het getal in {0}",
        "answered": "{0} is beantwoord", "unknown": "{0} is ‘weet ik niet’",
        "declined": "{0} is ‘wil hier niet over praten’", "empty": "{0} is leeg", "has": "bij {0} is {1} gekozen",
        "length": "de lengte van {0}", "count": "het aantal bij {0}", "sum": "de som van {1} over de regels van {0}",
        "any": "voor minstens één regel van {0} geldt: {1}", "all": "voor elke regel van {0} geldt: {1}",
        "count_if": "het aantal regels van {0} waarvoor geldt: {1}",
        "mean_over": "het gemiddelde van {1} over de regels van {0}",
        "min_over": "het kleinste van {1} over de regels van {0}",
        "max_over": "het grootste van {1} over de regels van {0}", "position": "het nummer van de regel",
        "concat": "{all} achter elkaar", "lower": "{0} in kleine letters", "upper": "{0} in hoofdletters",
        "contains": "{0} bevat {1}", "starts_with": "{0} begint met {1}", "ends_with": "{0} eindigt op {1}",
        "matches": "{0} past op het patroon {1}",
        "today": "vandaag", "days_between": "het aantal dagen van {0} tot {1}",
        "months_between": "het aantal maanden van {0} tot {1}",
        "date_add": "{0} plus {1} {2}", "days": "dagen", "months": "maanden", "years": "jaar",
        "date_of": "de datum van {0}", "year": "het jaar van {0}", "month": "de maand van {0}", "day": "de dag van {0}",
        "cell": "‘{1}’ bij {0}", "previous": "het vorige antwoord op {0}", "score": "de score {0}",
        "true": "ja", "false": "nee", "null": "niets", "list": " of ",
    },
    "en": {
        "and": " and ", "or": " or ", "not": "not ({0})", "if": "if {0} then {1}, otherwise {2}",
        "coalesce": "the first answered of {all}",
        "==": "{0} is {1}", "!=": "{0} is not {1}", "<": "{0} is less than {1}", "<=": "{0} is at most {1}",
        ">": "{0} is more than {1}", ">=": "{0} is at least {1}", "in": "{0} is one of {1}",
        "-": "{0} − {1}", "/": "{0} ÷ {1}", "mod": "the remainder of {0} ÷ {1}",
        "min": "the smallest of {all}", "max": "the largest of {all}", "mean": "the average of {all}",
        "round": "{0}, rounded", "round2": "{0}, rounded to {1} decimals",
        "floor": "{0}, rounded down", "abs": "{0} without its sign", "number": "the number in {0}",
        "answered": "{0} is answered", "unknown": "{0} is ‘I do not know’",
        "declined": "{0} is ‘I do not want to talk about this’", "empty": "{0} is empty",
        "has": "{1} is chosen at {0}", "length": "the length of {0}", "count": "the number at {0}",
        "sum": "the sum of {1} over the rows of {0}", "any": "for at least one row of {0}: {1}",
        "all": "for every row of {0}: {1}", "count_if": "the number of rows of {0} for which: {1}",
        "mean_over": "the average of {1} over the rows of {0}", "min_over": "the smallest {1} over the rows of {0}",
        "max_over": "the largest {1} over the rows of {0}", "position": "the number of the row",
        "concat": "{all} behind each other", "lower": "{0} in small letters", "upper": "{0} in capitals",
        "contains": "{0} contains {1}", "starts_with": "{0} starts with {1}", "ends_with": "{0} ends with {1}",
        "matches": "{0} fits the pattern {1}",
        "today": "today", "days_between": "the days from {0} to {1}",
        "months_between": "the months from {0} to {1}",
        "date_add": "{0} plus {1} {2}", "days": "days", "months": "months", "years": "years",
        "date_of": "the date of {0}", "year": "the year of {0}", "month": "the month of {0}", "day": "the day of {0}",
        "cell": "‘{1}’ at {0}", "previous": "the previous answer to {0}", "score": "the score {0}",
        "true": "yes", "false": "no", "null": "nothing", "list": " or ",
    },
}  # fmt: skip

SENTENCES: Mapping[str, str] = {
    "show_if": "shown", "options": "offered", "require_if": "required", "read_only_if": "locked",
    "constraints": "must", "value": "value", "part": "part",
}  # fmt: skip
"""Which sentence goes with the place an expression stands in."""

AROUND: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "shown": "Alleen als {0}.", "offered": "Te kiezen als {0}.", "required": "Verplicht als {0}.",
        "locked": "Niet te wijzigen als {0}.", "must": "Er moet gelden: {0}.", "value": "Dit is {0}.",
        "part": "{0}",
    },
    "en": {
        "shown": "Only if {0}.", "offered": "Offered if {0}.", "required": "Required if {0}.",
        "locked": "Cannot be changed if {0}.", "must": "It must hold that {0}.", "value": "This is {0}.",
        "part": "{0}",
    },
}  # fmt: skip
