"""What a condition of a clause or a section may ask about a case, and saying such a condition in Dutch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import forms

COUNTED = {
    "incidents_noise": "meldingen over geluid",
    "incidents_aggression": "meldingen over agressie",
    "incidents_waste": "meldingen over afval",
    "incidents_animals": "meldingen over dieren",
    "incidents_drugs": "meldingen over drugs",
    "incidents_visitors": "meldingen over bezoek",
    "incidents_fire": "meldingen over brandgevaar",
    "incidents_damage": "meldingen over schade",
    "incidents_garden": "meldingen over de tuin",
    "incidents_other": "andere meldingen",
    "warnings": "brieven of waarschuwingen",
    "minors": "kinderen in huis",
    "tenants": "huurders",
    "goals": "doelen in het plan",
}
TOLD = {
    "co_tenant": "er is een medehuurder",
    "administrator": "een huurder staat onder bewind",
    "guardian": "een huurder staat onder curatele",
    "mentor": "een huurder heeft een mentor",
    "reads_hard": "een huurder leest moeilijk",
    "other_language": "een huurder leest een andere taal",
}
FACTS: Mapping[str, str] = COUNTED | TOLD
"""The allow-list: a condition that asks for anything else is refused."""

Facts = Mapping[str, int | bool]
_SIGNS = {"==": "is", "!=": "is niet", ">": "is meer dan", ">=": "is minstens", "<": "is minder dan", "<=": "is hoogstens"}


def condition_faults(tree: Any) -> list[str]:
    """Return what is wrong with a condition: its shape, or a fact that is not on the list; never raises."""
    faults = forms.faults_of(tree)
    if faults:
        return faults
    unknown = sorted(forms.references(tree) - FACTS.keys())
    return [f"there is no fact {name}" for name in unknown]


def applies(condition: Any, facts: Facts) -> bool:
    """Tell whether a sound condition holds for *facts*; no condition always holds.

    >>> applies({">": [{"var": "minors"}, 0]}, {"minors": 2}), applies(None, {})
    (True, True)
    """
    if condition is None:
        return True
    known = {name: facts.get(name, 0 if name in COUNTED else False) for name in FACTS}
    return forms.holds(forms.compile_tree(condition), forms.Scope(known))


def any_of(names: Iterable[str]) -> dict[str, Any] | None:
    """Make the condition that at least one of these facts is there; none asked is no condition."""
    asked: list[dict[str, Any]] = [
        {">": [{"var": name}, 0]} if name in COUNTED else {"==": [{"var": name}, True]} for name in names
    ]
    if not asked:
        return None
    return asked[0] if len(asked) == 1 else {"or": asked}


def asked_by(condition: Any) -> tuple[str, ...] | None:
    """Return the facts of a condition that `any_of` could have made, or None for a richer one."""
    if condition is None:
        return ()
    names = tuple(name for name in FACTS if name in forms.references(condition))
    ordered = [
        next(iter(forms.references(part)), "") for part in (condition.get("or", [condition]) if condition else [])
    ]
    return names if sorted(ordered) == sorted(names) and any_of(ordered) == condition else None


def described(condition: Any) -> str:
    """Say a sound condition in Dutch.

    >>> described({"or": [{">": [{"var": "minors"}, 0]}, {"==": [{"var": "mentor"}, True]}]})
    'er zijn kinderen in huis, of een huurder heeft een mentor'
    """
    return _say(condition) if condition is not None else "altijd"


def _say(node: Any) -> str:
    if isinstance(node, bool) or node is None:
        return {True: "ja", False: "nee", None: "niets"}[node]
    if not isinstance(node, dict):
        return str(node)
    ((name, argument),) = node.items()
    if name == "var":
        return FACTS.get(argument, argument)
    parts = argument if isinstance(argument, list) else [argument]
    if name in ("and", "or"):
        inner = [
            f"({_say(part)})" if isinstance(part, dict) and set(part) & {"and", "or"} else _say(part) for part in parts
        ]
        return (", en " if name == "and" else ", of ").join(inner)
    if name == "not":
        return f"niet ({_say(parts[0])})"
    if name in _SIGNS and isinstance(parts[0], dict) and set(parts[0]) == {"var"}:
        return _compared(str(parts[0]["var"]), name, parts[1])
    return f"{name}({', '.join(_say(part) for part in parts)})"


def _compared(fact: str, sign: str, value: Any) -> str:
    words = FACTS.get(fact, fact)
    if fact in TOLD and sign in ("==", "!="):
        return words if (value is True) is (sign == "==") else f"niet: {words}"
    if sign == ">" and value == 0:
        return f"er zijn {words}"
    return f"het aantal {words} {_SIGNS[sign]} {_say(value)}"
