"""From terms to the content that is read and signed: fixed text of the template with the terms in words, per section."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.agreements import rules, words
from portal.agreements.content import Block, Content, Section, SignatoryBlock, Terms
from portal.agreements.facts import facts_of
from portal.agreements.rules import Acting, Meaning, SignerRole, TenantSide
from portal.agreements.template import FixedSection, Template, fill
from portal.clauses.facts import applies
from portal.clauses.rules import GAP, date_words


@dataclass(frozen=True, slots=True)
class Head:
    """What section 0 says about a version."""

    case_reference: str
    agreement_number: int
    version_number: int
    dated_on: dt.date


def compose(terms: Terms, template: Template, head: Head) -> Content:
    """Write *terms* into the sections of *template*; the same input gives the same content."""
    values = _values(terms) | template.numbers()
    printed = template.printed()
    sections = tuple(_section(fixed, printed[fixed.number], terms, head, values) for fixed in template.sections)
    return Content.model_validate(
        terms.model_dump(by_alias=True)
        | {
            "title": template.title,
            "subtitle": template.subtitle,
            "case_reference": head.case_reference,
            "agreement_number": head.agreement_number,
            "version_number": head.version_number,
            "dated_on": head.dated_on,
            "template": template.mark(),
            "sections": sections,
            "signatories": signatories(terms, template.order()),
        }
    )


def signatories(terms: Terms, order: Mapping[SignerRole, int]) -> tuple[SignatoryBlock, ...]:
    """Give every required signature its block: name, capacity, what it means, order, and whose it is."""
    sides = [TenantSide(one.key, one.role, one.birth_year) for one in terms.tenants]
    acting = [Acting(one.key, one.tenant, one.kind) for one in terms.representatives]
    return tuple(_block(terms, required) for required in rules.required_signatories(sides, acting, order))


def _block(terms: Terms, required: rules.Required) -> SignatoryBlock:
    common = {
        "key": required.key,
        "role": required.role,
        "meaning": required.meaning,
        "order": required.order,
        "sections": rules.CARE_SECTIONS if required.meaning is Meaning.SECTIONS else (),
    }
    match required.role:
        case SignerRole.CORPORATION:
            party = terms.corporation
            more = {
                "name": party.signatory_name or GAP,
                "capacity": ", ".join(filter(None, [party.function, f"namens {party.name}"])),
                "user_id": party.signatory_id,
                "organisation_id": party.organisation_id,
                "mandate": party.mandate,
            }
        case SignerRole.EXPERT:
            expert = terms.expert
            more = {
                "name": expert.name or GAP,
                "capacity": ", ".join(filter(None, [expert.function or "expert", expert.organisation])),
                "user_id": expert.user_id,
                "organisation_id": expert.organisation_id,
            }
        case SignerRole.TENANT | SignerRole.CO_TENANT:
            tenant = terms.tenant(required.key)
            more = {
                "name": tenant.name,
                "capacity": words.ROLES[required.role],
                "person_id": tenant.person_id,
            }
        case _:
            acting = next(one for one in terms.representatives if one.key == required.key)
            name = f"{acting.name}, {acting.organisation}" if acting.organisation else acting.name
            more = {
                "name": name,
                "capacity": words.acts_for(terms, acting),
                "representation_id": acting.representation_id,
            }
    return SignatoryBlock.model_validate(common | more)


def _values(terms: Terms) -> dict[str, str]:
    return {
        "tenants": words.listed([one.name for one in terms.tenants]),
        "corporation": terms.corporation.name,
        "expert": terms.expert.name or GAP,
        "expert_organisation": terms.expert.organisation or GAP,
        "purpose": terms.purpose or GAP,
        "extension": terms.extension or GAP,
        "months": words.months_words(terms.months),
        "reflection_days": str(terms.reflection_days),
        "social_team": terms.social_team or GAP,
        "complaint": terms.complaint or GAP,
        "legal_help": terms.legal_help or GAP,
    }


def _section(fixed: FixedSection, place: int, terms: Terms, head: Head, values: dict[str, str]) -> Section:
    facts = facts_of(terms)
    shown = place if place != fixed.number else 0
    if not applies(fixed.when, facts):
        return Section(number=fixed.number, shown=shown, title=fixed.title, blocks=tuple(_open("Niet van toepassing.")))
    data = _DATA.get(fixed.number)
    blocks = [
        *(Block(kind="paragraph", text=fill(one.text, values)) for one in fixed.intro if applies(one.when, facts)),
        *(data(terms, head) if data else ()),
        *(Block(kind="paragraph", text=fill(one.text, values)) for one in fixed.outro if applies(one.when, facts)),
    ]
    return Section(
        number=fixed.number,
        shown=shown,
        title=fixed.title,
        blocks=tuple(blocks),
        plain=fill(fixed.plain, values),
        clauses=tuple(one.number for one in terms.clauses if one.type in {slot.type for slot in fixed.slots}),
    )


# ---- the data of each section in words -----------------------------------------------------------------------------


def _facts(*rows: tuple[str, str]) -> list[Block]:
    kept = tuple(row for row in rows if row[1])
    return [Block(kind="facts", rows=kept)] if kept else []


def _table(text: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[Block]:
    return [Block(kind="table", text=text, head=head, rows=tuple(rows))] if rows else []


def _open(text: str) -> list[Block]:
    return [Block(kind="paragraph", text=text)]


def _head(terms: Terms, head: Head) -> list[Block]:
    return _facts(
        ("Zaak", head.case_reference),
        ("Versie", f"{head.version_number} van overeenkomst {head.agreement_number}"),
        ("Datum", date_words(head.dated_on)),
        ("Taal", "Nederlands"),
    )


def _parties(terms: Terms, head: Head) -> list[Block]:
    rows = [
        (words.ROLES[one.role].capitalize(), one.name)
        for one in sorted(terms.tenants, key=lambda one: one.role is not SignerRole.TENANT)
    ]
    for acting in terms.representatives:
        name = f"{acting.name}, {acting.organisation}" if acting.organisation else acting.name
        capacity = words.acts_for(terms, acting)
        rows.append((words.KINDS[acting.kind].capitalize(), f"{name}, {capacity}; {words.register_words(acting)}"))
    landlord = terms.corporation
    signs = ", ".join(filter(None, [landlord.signatory_name, landlord.function]))
    mandate = f" ({landlord.mandate})" if landlord.mandate else ""
    rows.append(
        (
            "Verhuurder",
            ", ".join(filter(None, [landlord.name, f"KvK {landlord.kvk}" if landlord.kvk else ""]))
            + f"; vertegenwoordigd door {signs or GAP}{mandate}",
        )
    )
    expert = terms.expert
    rows.append(("Expert", ", ".join(filter(None, [expert.name or GAP, expert.function, expert.organisation]))))
    return _facts(*rows)


def _home(terms: Terms, head: Head) -> list[Block]:
    home = terms.home
    place = " ".join(filter(None, [home.postcode, home.town]))
    children = words.listed([f"{one.number} × {one.ages}" for one in home.minors])
    return _facts(
        ("Adres", ", ".join(filter(None, [home.address or GAP, place]))),
        ("Huurovereenkomst", f"van {date_words(home.lease_on)}" if home.lease_on else "datum niet bekend"),
        ("Kinderen in huis", children or "geen"),
        ("Andere bewoners", str(home.others) if home.others else ""),
    )


def _occasion(terms: Terms, head: Head) -> list[Block]:
    occasion = terms.occasion
    blocks = _open(occasion.summary) if occasion.summary else []
    blocks += _table(
        "Meldingen",
        ("Nr.", "Wanneer", "Waar", "Wat er is gemeld of gezien", "Bevestigd"),
        [
            (str(one.number), one.when, one.place or "–", one.facts, words.VERIFIED[one.verified])
            for one in occasion.incidents
        ],
    )
    for title, lines in (("Brieven en waarschuwingen", occasion.warnings), ("Hulp tot nu toe", occasion.earlier_help)):
        blocks += _table(title, ("Datum", "Wat"), [(date_words(one.on), one.text) for one in lines])
    return blocks


def _responses(terms: Terms, head: Head) -> list[Block]:
    blocks: list[Block] = []
    for response in terms.responses:
        name = terms.tenant(response.tenant).name
        when = f" op {date_words(response.on)}" if response.on else ""
        if response.declined:
            blocks += _open(f"{name} is{when} gevraagd om een reactie en heeft geen reactie willen geven.")
        elif response.text:
            blocks += _open(f"{name} heeft{when} {words.HOW_SAID[response.how]} gezegd:")
            blocks.append(Block(kind="quote", text=response.text))
    return blocks or _open(GAP)


def _term(terms: Terms, head: Head) -> list[Block]:
    starts = "na de bedenktijd"
    if terms.starts_on:
        starts += f", niet eerder dan {date_words(terms.starts_on)}"
    return _facts(
        ("Begin", starts),
        ("Duur", f"{words.months_words(terms.months)} vanaf de dag waarop de afspraken ingaan"),
    )


def _help(terms: Terms, head: Head) -> list[Block]:
    rows: list[tuple[str, ...]] = []
    for line in terms.help:
        starter = ", ".join(filter(None, [words.STARTERS[line.starter], line.starter_name]))
        by = f"vóór {date_words(line.start_by)}" if line.start_by else GAP
        who = ", ".join(filter(None, [line.provider or GAP, line.frequency]))
        rows.append((f"{line.domain}: {line.goal}" if line.domain else line.goal, who, f"{starter}, {by}",
                     line.fallback or GAP))  # fmt: skip
    return _table(
        "Hulp per doel", ("Doel", "Wie helpt", "Wie het regelt, en wanneer", "Als dat niet lukt"), rows
    ) or _open("Er is geen hulp afgesproken.")


def _corporation(terms: Terms, head: Head) -> list[Block]:
    contact = terms.contact
    person = ", ".join(filter(None, [contact.name or GAP, contact.function, contact.phone]))
    days = "1 werkdag" if contact.reaction_days == 1 else f"{contact.reaction_days} werkdagen"
    return [
        Block(kind="list", lines=terms.corporation_duties),
        *_facts(("Uw contactpersoon", person), ("Reactie binnen", days)),
    ]


def _expert(terms: Terms, head: Head) -> list[Block]:
    return [Block(kind="list", lines=terms.expert_duties)]


def _exchange(terms: Terms, head: Head) -> list[Block]:
    rows: list[tuple[str, ...]] = [
        (
            f"{flow.source} aan {flow.target}",
            "; ".join(flow.shares) or "niets",
            "; ".join(flow.never) or "–",
        )
        for flow in terms.exchange
    ]
    return _table("Wat partijen delen", ("Wie aan wie", "Alleen dit", "Dit nooit"), rows)


def _evaluations(terms: Terms, head: Head) -> list[Block]:
    return _table(
        "Gesprekken",
        ("Datum", "Hoe", "Wie erbij is"),
        [
            (date_words(one.on), words.EVALUATION_FORMS[one.form], one.attends or "u, de verhuurder en de expert")
            for one in sorted(terms.evaluations, key=lambda one: one.on)
        ],
    ) or _open(GAP)


def _ladder(terms: Terms, head: Head) -> list[Block]:
    return [Block(kind="steps", lines=terms.ladder)]


def _ending(terms: Terms, head: Head) -> list[Block]:
    return [Block(kind="list", lines=terms.criteria)]


def _understanding(terms: Terms, head: Head) -> list[Block]:
    understanding = terms.understanding
    interpreter = understanding.interpreter
    said = ""
    if interpreter:
        said = ", ".join(
            filter(
                None,
                [
                    interpreter.name or GAP,
                    f"Wbtv-nummer {interpreter.wbtv}" if interpreter.wbtv else "",
                    interpreter.language,
                    words.INTERPRETER_MODES[interpreter.mode],
                ],
            )
        )
    translated = words.listed([words.language(one) for one in understanding.translations])
    return _facts(
        ("Voorlezen", "ja, iemand leest de afspraken voor als u dat wilt" if understanding.read_aloud else "nee"),
        ("Tolk", said or "niet nodig"),
        ("Vertaling ter informatie", translated or "geen"),
        ("Kopie", f"u krijgt alles {words.COPIES[understanding.copy_by]}"),
    )


_DATA: dict[int, Callable[[Terms, Head], list[Block]]] = {
    0: _head,
    1: _parties,
    2: _home,
    3: _occasion,
    4: _responses,
    5: _term,
    7: _help,
    8: _corporation,
    9: _expert,
    10: _exchange,
    11: _evaluations,
    12: _ladder,
    13: _ending,
    15: _understanding,
}
