"""A button of the designer becomes a command on the body."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from portal.core.errors import Invalid
from portal.definitions.inputs import values
from portal.definitions.inputs.formulas import names_in
from portal.definitions.inputs.properties import HANDLING, Property, kinds, names_of, properties_of, starting_values
from portal.definitions.inputs.values import Posted
from portal.definitions.rules.bodies import Body, holder, place_of
from portal.definitions.rules.pages import options_of

Command = dict[str, Any]
SHARED = frozenset({"id", "key", *HANDLING})


def command_of(posted: Posted, body: Body, locale: str) -> Command:
    """Return the command that was posted; Invalid("form.command", "form.value", "form.none_chosen")."""
    read = _READERS.get(posted.get("do", ""))
    if read is None:
        raise Invalid("form.command")
    return {"do": posted["do"], **read(posted, body, locale)}


def _add_question(posted: Posted, body: Body, locale: str) -> Command:
    kind, label = posted.get("kind", ""), posted.get("label", "").strip()[:1000]
    if kind not in kinds():
        raise Invalid("form.command")
    if not label:
        raise Invalid("form.no_label", field="label")
    into, after = place_in(posted.get("place", ""), body)
    lines = [line.strip() for line in posted.get("options", "").splitlines() if line.strip()]
    options = options_of([], lines or [_("Antwoord 1"), _("Antwoord 2")], locale)
    return {
        "into": into, "after": after, "kind": kind, "label": label, "locale": locale,
        "values": starting_values(kind, label, options, locale),
    }  # fmt: skip


def place_in(given: str, body: Body) -> tuple[str, str | None]:
    """Read "page:geld", "field:groep" or "after:vraag" as a container and what to stand behind."""
    what, _colon, name = given.partition(":")
    if what == "after":
        place = place_of(body, name)
        return (f"field:{place.groups[-1]['id']}" if place.groups else f"page:{place.page['key']}"), name
    if what in ("page", "field"):
        return given, None
    return f"page:{body['pages'][-1]['key']}", None


def _move(posted: Posted, body: Body, locale: str) -> Command:
    given = posted.get("place", "")
    what, _colon, name = given.partition(":")
    if what == "before":
        into, _self = place_in(f"after:{name}", body)
        return {"ids": values.ids_of(posted), "into": into, "before": name}
    if what == "begin":
        return {"ids": values.ids_of(posted), "into": name, "first": True}
    into, after = place_in(given, body)
    return {"ids": values.ids_of(posted), "into": into, "after": after}


def _move_page(posted: Posted, body: Body, locale: str) -> Command:
    what, _colon, beside = posted.get("place", "").partition(":")
    if what in ("before", "after"):
        return {"key": posted.get("key", ""), what: beside}
    return {"key": posted.get("key", ""), "by": -1 if posted.get("by") == "-1" else 1}


def _set(posted: Posted, body: Body, locale: str) -> Command:
    target = posted.get("target", "")
    held = holder(body, target)
    try:
        names = names_in(body, str(held.get("id", "")), locale)
        changed = values.read(posted, shown_properties(target, held), held, locale, names)
    except values.Unreadable as wrong:
        if wrong.why:
            raise Invalid("form.formula", field=wrong.name, why=wrong.why, at=wrong.at) from None
        raise Invalid("form.unreadable", field=wrong.name) from None
    return {"target": target, "values": changed}


def shown_properties(target: str, held: Mapping[str, Any]) -> tuple[Property, ...]:
    """Return the properties the panel shows for a target."""
    what = target.partition(":")[0]
    return properties_of(str(held.get("kind")) if what == "field" else what)


def _change_kind(posted: Posted, body: Body, locale: str) -> Command:
    id_, kind = posted.get("id", ""), posted.get("kind", "")
    if kind not in kinds():
        raise Invalid("form.command")
    field = place_of(body, id_).field
    words = next(iter(field.get("label", {}).values()), kind)
    options = options_of([], [_("Antwoord 1"), _("Antwoord 2")], locale)
    return {"id": id_, "kind": kind, "keep": kept(field, kind), "values": starting_values(kind, words, options, locale)}


def kept(field: Mapping[str, Any], kind: str) -> list[str]:
    """Name the properties that a question keeps when it becomes *kind*: those of the same name and shape."""
    shapes = {one.name: one.shape for one in properties_of(str(field["kind"]))}
    same = {one.name for one in properties_of(kind) if shapes.get(one.name) == one.shape}
    own = names_of(kind) - {one.name for one in properties_of(kind)}
    return sorted(name for name in field if name in same | own | SHARED and name != "kind")


def lost(field: Mapping[str, Any], kind: str) -> list[str]:
    """Name the properties that go when a question becomes *kind*."""
    return [name for name in field if name != "kind" and name not in kept(field, kind)]


_READERS: Mapping[str, Callable[[Posted, Body, str], Command]] = {
    "add_question": _add_question,
    "add_page": lambda p, b, locale: {"title": p.get("title", "")[:1000], "locale": locale, "after": p.get("after") or None},
    "delete_page": lambda p, b, locale: {"key": p.get("key", "")},
    "move_page": _move_page,
    "duplicate": lambda p, b, locale: {"ids": values.ids_of(p)},
    "delete": lambda p, b, locale: {"ids": values.ids_of(p), "conditions": p.get("conditions") == "1"},
    "move": _move,
    "step": lambda p, b, locale: {"id": p.get("id", ""), "by": -1 if p.get("by") == "-1" else 1},
    "change_kind": _change_kind,
    "set": _set,
    "mend": lambda p, b, locale: {"code": p.get("code", ""), "target": p.get("target", "")},
}
