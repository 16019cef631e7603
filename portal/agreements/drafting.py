"""Changing terms on plain values: clauses from the library, in their order, with what they say filled in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portal.agreements.content import ClauseItem, Deviation, TeachBack, TeachBackChoice, Terms, Translated
from portal.clauses.body import ClauseBody, digest
from portal.clauses.rules import Meaning, Values, meanings_of, missing
from portal.core.errors import Invalid


@dataclass(frozen=True, slots=True)
class Own:
    """Words of staff in the place of those of the library, and why."""

    text: str = ""
    plain: str = ""
    reason: str = ""


def clause_item(
    body: ClauseBody, version: int, number: int, values: Values, addressees: Iterable[str] = (),
    incidents: Iterable[int] = (), goals: Iterable[str] = (), own: Own | None = None,
) -> ClauseItem:  # fmt: skip
    """Take a clause of the library into an agreement, with *values* cleaned and filled into all its texts.

    With *own*, staff's own words stand in the place of the library's, which are kept beside them.

    Raises Invalid("clause.value.…").
    """
    kept = body.clean(values)

    def said(text: str, locale: str = "nl") -> str:
        return body.filled(kept, text, locale).text

    means = meanings_of(body, kept)
    quiet = means.get(Meaning.QUIET_FROM), means.get(Meaning.QUIET_UNTIL)
    library, library_plain = said(body.text), said(body.plain["nl"])
    text, plain = (own.text or library, own.plain or library_plain) if own else (library, library_plain)
    deviation = None
    if own and (text, plain) != (library, library_plain):
        deviation = Deviation(library=library, library_plain=library_plain, reason=own.reason)
    return ClauseItem(
        number=number,
        code=body.code,
        version=version,
        digest=digest(body),
        type=body.type,
        topic=body.topic,
        title=body.title,
        icon=body.icon,
        parameters=kept,
        open=missing(body, kept),
        quiet_hours=(quiet[0], quiet[1]) if quiet[0] and quiet[1] else None,
        text=text,
        plain=plain,
        deviation=deviation,
        goals=tuple(dict.fromkeys(goals)),
        plain_en=said(english.text, "en") if (english := body.translations.get("en")) and deviation is None else "",
        who=said(body.specifics.who),
        where=said(body.specifics.where),
        when=said(body.specifics.when),
        measure=said(body.specifics.measure),
        consequence=said(body.consequence),
        evidence=said(body.evidence.text),
        evidence_kinds=body.evidence.kinds,
        ground=body.ground,
        teach_back=TeachBack(
            question=said(body.teach_back.question),
            choices=tuple(TeachBackChoice(key=one.key, text=said(one.text)) for one in body.teach_back.options),
            right=body.teach_back.right,
        ),
        addressees=tuple(addressees),
        incidents=tuple(sorted(set(incidents))),
        meanings=means,
        translations={
            language: Translated(
                text=said(one.text, language), translator=one.translator, on=one.on, status=one.status,
                consequence=said(one.consequence, language), question=said(one.question, language),
                choices={key: said(text, language) for key, text in one.options.items()},
            )
            for language, one in body.translations.items()
            if deviation is None
        },
    )


def renewed(item: ClauseItem, body: ClauseBody, version: int) -> ClauseItem:
    """Return a clause of a draft with the text of another version; what still fits of what was filled in stays."""
    kept: dict[str, str | int | None] = {}
    for parameter in body.parameters:
        if item.parameters.get(parameter.key) is None:
            continue
        try:
            body.clean({**body.defaults(), parameter.key: item.parameters[parameter.key]})
        except Invalid:  # it is asked in another way now
            continue
        kept[parameter.key] = item.parameters[parameter.key]
    own = Own(item.text, item.plain, item.deviation.reason) if item.deviation else None
    return clause_item(body, version, item.number, kept, item.addressees, item.incidents, item.goals, own)


def with_clause(terms: Terms, item: ClauseItem, place: int | None = None) -> Terms:
    """Put *item* in: in place of number *place*, or at the end."""
    listed = list(terms.clauses)
    if place is None:
        listed.append(item)
    else:
        _known(terms, place)
        listed[place - 1] = item
    return _renumbered(terms, listed)


def without_clause(terms: Terms, place: int) -> Terms:
    """Take the clause numbered *place* out; raise Invalid("agreement.clause_unknown")."""
    _known(terms, place)
    return _renumbered(terms, [one for one in terms.clauses if one.number != place])


def moved_clause(terms: Terms, place: int, to: int) -> Terms:
    """Move the clause numbered *place* to another place; too far up or down is first or last."""
    _known(terms, place)
    listed = [one for one in terms.clauses if one.number != place]
    listed.insert(min(max(to, 1), len(terms.clauses)) - 1, terms.clauses[place - 1])
    return _renumbered(terms, listed)


def _known(terms: Terms, place: int) -> None:
    if not 1 <= place <= len(terms.clauses):
        raise Invalid("agreement.clause_unknown", field="number", number=place)


def _renumbered(terms: Terms, listed: list[ClauseItem]) -> Terms:
    numbered = tuple(one.model_copy(update={"number": number}) for number, one in enumerate(listed, start=1))
    return terms.model_copy(update={"clauses": numbered})
