"""The list of life domains: what it says on plain values, and how a form takes it over."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from portal.definitions.rules.bodies import Body, fresh, places, taken_names
from portal.definitions.rules.pages import options_of

Texts = Mapping[str, str]
LISTED = ("name", "version", "source")
"""What a form repeats of the list, beside the domains."""


def made(
    before: Mapping[str, Any], *, name: str, version: str, source: str, low: int, high: int, words: Mapping[str, str],
    domains: Sequence[str], locale: str = "nl",
) -> Body:  # fmt: skip
    """Return the next version of a list; a text that stays keeps its other languages, a domain that stays its key."""

    def text(said: str, held: Texts | None) -> dict[str, str]:
        return dict(held) if held and held.get(locale) == said else {locale: said}

    held = before.get("words", {})
    return {
        "name": text(name, before.get("name")), "version": version, "source": text(source, before.get("source")),
        "low": low, "high": high, "words": {value: text(said, held.get(value)) for value, said in words.items()},
        "domains": options_of(before.get("domains", ()), domains, locale),
    }  # fmt: skip


def is_used(form: Mapping[str, Any], listed: Mapping[str, Any]) -> bool:
    """Tell whether a form holds this version of the list."""
    held = form.get("instrument") or {}
    return all(held.get(name) == listed[name] for name in LISTED) and _named(held) == _named(listed)


def _named(held: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(one["key"], one["label"]) for one in held.get("domains", ())]


def take_over(body: Body, *, listed: Mapping[str, Any], languages: Mapping[str, Mapping[str, str]]) -> Body:
    """Put a version of the list into a form.

    A domain that stays keeps its questions, on the new scale. A new one gets a page with a score, an aim and a note, in the
    words of *languages*. One that went leaves the list; its questions stay, for the author to keep or to delete.
    """
    new = copy.deepcopy(body)
    held = {one["key"]: one for one in (new.get("instrument") or {}).get("domains", ())}
    domains = []
    for one in listed["domains"]:
        kept = held.get(one["key"])
        domains.append({**kept, "label": one["label"]} if kept else _page(new, one, listed, languages))
    fields = {place.field["id"]: place.field for place in places(new)}
    for domain in domains:
        for id_ in (domain["score"], domain.get("target")):
            if id_ in fields and fields[id_]["kind"] == "scale":
                _rescale(fields[id_], listed)
    new["instrument"] = {**{name: copy.deepcopy(listed[name]) for name in LISTED}, "domains": copy.deepcopy(domains)}
    return new


def _rescale(field: Body, listed: Mapping[str, Any]) -> None:
    """Put a score on the scale of the list; words of another scale would mislead and go."""
    if (field.get("low", 1), field.get("high", 5)) != (listed["low"], listed["high"]):
        field.pop("words", None)
        field.pop("criteria", None)
    field["low"], field["high"] = listed["low"], listed["high"]
    if listed["words"]:
        field["words"] = copy.deepcopy(dict(listed["words"]))


def _page(body: Body, domain: Mapping[str, Any], listed: Mapping[str, Any], languages: Mapping[str, Mapping[str, str]]) -> Body:
    """Add the page of a domain to *body* and return the domain with its questions."""
    taken, ids = taken_names(body), {}
    for part in ("score", "target", "note"):
        ids[part] = fresh(f"{domain['key'][:30]}_{part}", taken)
        taken.add(ids[part])

    def text(part: str) -> dict[str, str]:
        return {locale: said[part] for locale, said in languages.items() if locale in body["locales"]}

    page = {
        "key": fresh(domain["key"], {page["key"] for page in body["pages"]}), "title": copy.deepcopy(domain["label"]),
        "fields": [
            {"kind": "scale", "id": ids["score"], "key": ids["score"], "label": text("score"), "allow_unknown": True, "allow_decline": True},
            {"kind": "scale", "id": ids["target"], "key": ids["target"], "label": text("target"), "need": "optional", "target_of": ids["score"]},
            {"kind": "long_text", "id": ids["note"], "key": ids["note"], "label": text("note"), "need": "optional"},
        ],
    }  # fmt: skip
    last = max((n for n, one in enumerate(body["pages"]) if _holds_domain(body, one)), default=len(body["pages"]) - 1)
    body["pages"].insert(last + 1, page)
    return {"key": domain["key"], "label": domain["label"], **ids}


def _holds_domain(body: Body, page: Body) -> bool:
    scores = {one["score"] for one in (body.get("instrument") or {}).get("domains", ())}
    return any(field["id"] in scores for field in page["fields"])
