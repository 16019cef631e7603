"""Problems of a draft whose remedy is plain: one command mends them, and can be undone like any other."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from portal.core.errors import Invalid
from portal.definitions.rules.bodies import Body, fresh, holder, ids_in, linked, places, taken_names
from portal.definitions.rules.questions import forget

CONDITIONS = ("show_if", "require_if", "read_only_if")
RANGES = (("minimum", "maximum"), ("earliest", "latest"), ("min_rows", "max_rows"))


def mend(body: Body, *, code: str, target: str) -> Body:
    """Mend one kind of problem at *target*: "form", "page:KEY" or "field:ID"; Invalid("form.command")."""
    act = MENDS.get(code)
    if act is None:
        raise Invalid("form.command")
    new = copy.deepcopy(body)
    act(new, holder(new, target))
    return new


def offered(body: Body, code: str, target: str) -> bool:
    """Tell whether `mend` has a remedy for a problem; a calculation is never taken away."""
    if code in ("dangling_reference", "self_reference"):
        return bool(_pointing(body, holder(body, target), code)[0])
    return code in MENDS


_APART = frozenset({"pages", "fields", "examples", "value", "default"})


def _pointing(body: Body, held: Body, code: str) -> tuple[list[str], set[str]]:
    """Return the properties of *held* that speak of what they may not, and those ids: its own, or what is not there."""
    own = code == "self_reference"
    known = {place.field["id"] for place in places(body)}
    found, gone = list[str](), {str(held.get("id"))} if own else set[str]()
    for name, value in held.items():
        if name in _APART or (own and name not in CONDITIONS):
            continue
        named = {*ids_in(value), *linked(name, value)}
        bad = named & gone if own else named - known
        if bad:
            found.append(name)
            gone |= bad
    return found, gone


def _references(code: str) -> Callable[[Body, Body], None]:
    def act(body: Body, held: Body) -> None:
        names, gone = _pointing(body, held, code)
        for name in names:
            if name == "options":
                for option in held[name]:
                    if not gone.isdisjoint(ids_in(option.get("show_if"))):
                        del option["show_if"]
            else:
                forget(held, name, gone, whole=held is not body)

    return act


def _keys(body: Body, held: Body) -> None:
    """Give every question whose name is that of an earlier one, of a score or of another's id, a name of its own."""
    ids = {place.field["id"] for place in places(body)}
    used = {one["key"] for one in body.get("scores", ())}
    taken = taken_names(body) | used
    for place in places(body):
        one = place.field
        if one["key"] in used or (one["key"] != one["id"] and one["key"] in ids):
            one["key"] = one["id"] if one["id"] not in used else fresh(one["id"], taken)
            taken.add(one["key"])
        used.add(one["key"])


def _swap_ranges(body: Body, held: Body) -> None:
    for low, high in RANGES:
        if low in held and high in held and _above(held[low], held[high]):
            held[low], held[high] = held[high], held[low]


def _above(low: Any, high: Any) -> bool:
    try:
        return Decimal(str(low)) > Decimal(str(high))
    except InvalidOperation:
        return str(low) > str(high)


def _swap_bands(body: Body, held: Body) -> None:
    for score in body.get("scores", ()):
        for band in score.get("bands", ()):
            if "from" in band and "to" in band and _above(band["from"], band["to"]):
                band["from"], band["to"] = band["to"], band["from"]


def _scores(change: Callable[[Body], None]) -> Callable[[Body, Body], None]:
    def act(body: Body, held: Body) -> None:
        for score in body.get("scores", ()):
            change(score)

    return act


def _uncounted(score: Body) -> None:
    if score["method"] != "count":
        score.pop("counted", None)


def _once(score: Body) -> None:
    score["items"] = list({one["field"]: one for one in reversed(score["items"])}.values())[::-1]


def _fewer(score: Body) -> None:
    missing = score.get("missing")
    if isinstance(missing, dict):
        missing["minimum"] = min(missing["minimum"], len(score["items"]))


def _without(*names: str) -> Callable[[Body, Body], None]:
    def act(body: Body, held: Body) -> None:
        for name in names:
            held.pop(name, None)

    return act


def _plain_options(body: Body, held: Body) -> None:
    for option in held.get("options", ()):
        option.pop("show_if", None)


def _examples(body: Body, held: Body) -> None:
    names = {one["name"] for one in body.get("examples", ())}
    seen = set[str]()
    for one in body.get("examples", ()):
        number = 2
        if one["name"] in seen:
            base = one["name"][:90]
            while f"{base} {number}" in names:
                number += 1
            one["name"] = f"{base} {number}"
            names.add(one["name"])
        seen.add(one["name"])


MENDS: Mapping[str, Callable[[Body, Body], None]] = {
    "dangling_reference": _references("dangling_reference"), "self_reference": _references("self_reference"),
    "duplicate_key": _keys, "key_is_id": _keys, "empty_range": _swap_ranges, "band_empty": _swap_bands,
    "counted_unused": _scores(_uncounted), "score_twice": _scores(_once), "score_minimum": _scores(_fewer),
    "duplicate_example": _examples, "wrong_default": _without("default"), "unknown_path": _without("prefill"),
    "prefill_type": _without("prefill"), "note_answer": _without("allow_unknown", "allow_decline"),
    "no_question": _without("require_if", "read_only_if", "default", "prefill", "constraints"),
    "row_compartment": _without("compartment"), "option_condition": _plain_options,
}  # fmt: skip
"""What mends each code; the check that found it says where."""
