"""The reading copy: a frozen version in plain words of another language, for information; what has none stays Dutch.

Made of the frozen content whenever it is asked for. It is never kept, never signed, and no proof of anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from portal.agreements import words
from portal.agreements.content import Block, ClauseItem, Content, Section, SignatoryBlock
from portal.agreements.languages import Language
from portal.agreements.rules import Meaning
from portal.agreements.template import fill
from portal.clauses.rules import GAP, date_words

NOT_APPLICABLE = "Niet van toepassing."


class Source(StrEnum):
    """Whose words stand there."""

    HERE = "here"
    DUTCH = "dutch"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Said:
    """A text in the language of the copy, in Dutch, or one that belongs to no language: a name, an address, a number."""

    text: str
    source: Source = Source.HERE
    values: tuple[str, ...] = ()
    """What was filled in by staff, in Dutch or a name, and stands in the text as it is."""

    def pieces(self) -> list[tuple[str, bool]]:
        """Return the text in pieces, each with whether it was filled in.

        >>> Said("Przed: de keuken.", values=("De keuken",)).pieces()
        [('Przed: ', False), ('de keuken', True), ('.', False)]
        """
        known = [re.escape(one) for one in sorted(self.values, key=len, reverse=True)]
        found = re.split(f"({'|'.join(known)})", self.text, flags=re.I) if known else [self.text]
        return [(piece, at % 2 == 1) for at, piece in enumerate(found) if piece]


Cell = tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a section: pairs of name and value, a list, steps, a table, a paragraph, or a quote in its own words."""

    kind: Literal["facts", "list", "steps", "table", "paragraph", "quote"]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    head: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CopiedClause:
    """A clause in plain words, under the number that it has in the Dutch document."""

    number: str
    code: str
    icon: str
    title: Said
    plain: Said
    consequence: Said | None
    addressed: str

    @property
    def lacks(self) -> bool:
        """Tell whether something of it stays Dutch."""
        return Source.DUTCH in {self.plain.source, self.consequence.source if self.consequence else Source.HERE}


@dataclass(frozen=True, slots=True)
class CopiedSection:
    """A section under its Dutch number."""

    number: str
    title: Said
    dutch_title: str
    plain: Said | None
    pieces: tuple[Piece, ...]
    clauses: tuple[CopiedClause, ...]
    signers: bool


@dataclass(frozen=True, slots=True)
class Credit:
    """Who translated what, when, and whether somebody checked it."""

    clauses: tuple[str, ...]
    translator: str
    on: str
    status: str


@dataclass(frozen=True, slots=True)
class ReadingCopy:
    """All that is printed."""

    title: Said
    dutch_title: str
    sections: tuple[CopiedSection, ...]
    credits: tuple[Credit, ...]
    untranslated: tuple[str, ...]
    checked: bool


def reading_copy(content: Content, language: Language, help_phone: str) -> ReadingCopy:
    """Say *content* in *language*; what staff wrote themselves stays Dutch, marked as such."""
    return _Teller(content, language, help_phone).copy()


class _Teller:
    """Says one content in one language."""

    def __init__(self, content: Content, language: Language, help_phone: str) -> None:
        self.content, self.language, self.help_phone = content, language, help_phone
        values = {"months": words.months_words(content.months), "reflection_days": str(content.reflection_days)}
        here = {"months": language.counted("months", content.months), "reflection_days": self.days}
        self.sentences = {
            fill(dutch, values): fill(said, here) if "{" in dutch else said
            for dutch, said in language.sentences.items()
        }  # fmt: skip
        self.data = {
            0: self._head, 1: self._parties, 2: self._home, 3: self._occasion, 4: self._responses, 5: self._term,
            7: self._help, 8: self._corporation, 9: self._expert, 10: self._exchange, 11: self._evaluations,
            12: self._ladder, 13: self._ending, 14: self._reflection, 15: self._understanding, 16: self._signers,
        }  # fmt: skip

    @property
    def days(self) -> str:
        return self.language.counted("days", self.content.reflection_days)

    def copy(self) -> ReadingCopy:
        content = self.content
        kept = [one.translations.get(self.language.code) for one in content.clauses]
        statuses = {self.language.status, *(one.status for one in kept if one)}
        return ReadingCopy(
            self.dutch(content.title), content.title, tuple(self._section(one) for one in content.sections),
            self._credits(), tuple(self._place(one) for one, said in zip(content.clauses, kept, strict=True) if not said),
            statuses == {"checked"},
        )  # fmt: skip

    # ---- words -----------------------------------------------------------------------------------------------------

    def word(self, key: str) -> str:
        return self.language.words[key]

    def cell(self, key: str) -> Cell:
        return (Said(self.word(key)),)

    def dutch(self, text: str) -> Said:
        """Say a Dutch text: in the language where it is a sentence of our own, else as it stands."""
        said = self.sentences.get(text)
        if said is not None:
            return Said(said)
        return Said(text, Source.OWN if text == GAP else Source.DUTCH)

    def kept(self, *texts: str) -> Cell:
        return tuple(self.dutch(one) for one in texts if one)

    def facts(self, *rows: tuple[str, Cell]) -> list[Piece]:
        given = tuple((self.cell(key), value) for key, value in rows if value)
        return [Piece("facts", given)] if given else []

    def table(self, title: str, head: Sequence[str], rows: Iterable[tuple[Cell, ...]]) -> list[Piece]:
        given = tuple(rows)
        names = tuple(self.word(key) for key in head)
        return [Piece("table", given, self.word(title) if title else "", names)] if given else []

    def lines(self, kind: Literal["list", "steps"], texts: Iterable[str]) -> list[Piece]:
        given = tuple((self.kept(one),) for one in texts)
        return [Piece(kind, given)] if given else []

    def day(self, value: object) -> str:
        return date_words(value, self.language.code)  # type: ignore[arg-type]

    def acts_for(self, tenant: str) -> Said:
        return Said(fill(self.word("acts_for"), {"name": tenant}))

    # ---- sections --------------------------------------------------------------------------------------------------

    def _section(self, section: Section) -> CopiedSection:
        told = self.data.get(section.number)
        if [block.text for block in section.blocks] == [NOT_APPLICABLE]:
            pieces = [Piece("paragraph", ((self.kept(NOT_APPLICABLE),),))]
        elif told is not None:
            pieces = told()
        else:
            pieces = [] if section.number == 6 else [self._as_it_stands(block) for block in section.blocks]
        return CopiedSection(
            str(section.printed) if section.number else "", self.dutch(section.title), section.title,
            self.dutch(section.plain) if section.plain else None, tuple(pieces),
            tuple(self._clause(one, section.printed) for one in self.content.clauses_in(section.number)),
            section.number == 16,
        )  # fmt: skip

    def _clause(self, clause: ClauseItem, section: int) -> CopiedClause:
        told = clause.translations.get(self.language.code)
        here = told.consequence if told else ""
        values = tuple(
            one for one in clause.parameters.values() if isinstance(one, str) and (" " in one or one != one.lower())
        )
        return CopiedClause(
            f"{section}.{clause.number}", clause.code, clause.icon, self.dutch(clause.title),
            Said(told.text, values=values) if told else Said(clause.plain, Source.DUTCH),
            Said(here or clause.consequence, Source.HERE if here else Source.DUTCH, values) if clause.consequence else None,
            ", ".join(
                one.name for one in self.content.addressed(clause)
            ) if words.addressed_words(self.content, clause.addressees) else "",
        )  # fmt: skip

    def _as_it_stands(self, block: Block) -> Piece:
        """Keep a block of a section that the corporation made itself."""
        if block.kind in ("list", "steps"):
            return Piece(block.kind, tuple((self.kept(one),) for one in block.lines))
        if block.kind in ("facts", "table"):
            return Piece("table", tuple(tuple(self.kept(one) for one in row) for row in block.rows))
        return Piece("paragraph", ((self.kept(block.text),),))

    def _place(self, clause: ClauseItem) -> str:
        at = next((s.printed for s in self.content.sections if clause in self.content.clauses_in(s.number)), 6)
        return f"{at}.{clause.number}"

    def _credits(self) -> tuple[Credit, ...]:
        by: dict[tuple[str, str, str], list[str]] = {}
        for clause in self.content.clauses:
            if told := clause.translations.get(self.language.code):
                by.setdefault((told.translator, self.day(told.on), told.status), []).append(self._place(clause))
        credits_ = [Credit(tuple(places), *key) for key, places in by.items()]
        own = self.language
        return (*credits_, Credit((), own.translator, self.day(own.on), own.status))

    # ---- what stands in them ---------------------------------------------------------------------------------------

    def _head(self) -> list[Piece]:
        content = self.content
        return self.facts(
            ("case", _own(content.case_reference)), ("version", _own(str(content.version_number))),
            ("date", (Said(self.day(content.dated_on)),)),
        )  # fmt: skip

    def _parties(self) -> list[Piece]:
        content = self.content
        landlord, expert = content.corporation, content.expert
        rows: list[tuple[str, Cell]] = [(one.role.value, _own(one.name)) for one in content.tenants]
        for acting in content.representatives:
            tenant = content.tenant(acting.tenant).name
            rows.append((acting.kind.value, (*_own(acting.name, acting.organisation), self.acts_for(tenant))))
        signs = _own(landlord.signatory_name or GAP)
        rows.append(("corporation", (*_own(landlord.name), Said(f"{self.word('signed_by')}:"), *signs)))
        rows.append(("expert", _own(expert.name or GAP, expert.organisation)))
        return self.facts(*rows)

    def _home(self) -> list[Piece]:
        home = self.content.home
        children = tuple(Said(f"{one.number} × {one.ages}", Source.DUTCH) for one in home.minors)
        return self.facts(
            ("address", _own(home.address or GAP, " ".join(filter(None, [home.postcode, home.town])))),
            ("lease", (Said(self.day(home.lease_on)),) if home.lease_on else ()),
            ("children", children or self.cell("none")),
            ("others", _own(str(home.others)) if home.others else ()),
        )

    def _occasion(self) -> list[Piece]:
        occasion = self.content.occasion
        pieces = [Piece("paragraph", ((self.kept(occasion.summary),),))] if occasion.summary else []
        pieces += self.table("reports", ("number", "when", "where", "what", "verified"), (
            (_own(str(one.number)), self.kept(one.when), self.kept(one.place), self.kept(one.facts),
             self.cell(f"verified_{one.verified}"))
            for one in occasion.incidents
        ))  # fmt: skip
        for title, lines in (("warnings", occasion.warnings), ("earlier_help", occasion.earlier_help)):
            rows = (((Said(self.day(one.on)),), self.kept(one.text)) for one in lines)
            pieces += self.table(title, ("date", "part"), rows)
        return pieces

    def _responses(self) -> list[Piece]:
        pieces: list[Piece] = []
        for response in self.content.responses:
            values = {"name": self.content.tenant(response.tenant).name}
            if response.declined:
                pieces.append(Piece("paragraph", (((Said(fill(self.word("declined"), values)),),),)))
            elif response.text:
                key = "said_on" if response.on else "said"
                values["date"] = self.day(response.on) if response.on else ""
                pieces.append(Piece("paragraph", (((Said(fill(self.word(key), values)),),),)))
                pieces.append(Piece("quote", ((_own(response.text),),)))
        return pieces

    def _term(self) -> list[Piece]:
        content = self.content
        starts = self.cell("after_reflection")
        if content.starts_on:
            starts += (Said(fill(self.word("not_before"), {"date": self.day(content.starts_on)})),)
        lasts = (Said(self.language.counted("months", content.months)),)
        pieces = self.facts(("starts", starts), ("lasts", lasts))
        return pieces + [Piece("paragraph", ((self.kept(one),),)) for one in (content.purpose, content.extension) if one]

    def _help(self) -> list[Piece]:
        pieces: list[Piece] = []
        for line in self.content.help:
            starter = self.cell(f"starter_{line.starter}") if line.starter else _own(GAP)
            pieces += self.facts(
                ("goal", self.kept(": ".join(filter(None, [line.domain, line.goal])))),
                ("helper", (*_own(line.provider or GAP), *self.kept(line.frequency))),
                ("starter", (*starter, *_own(line.starter_name))),
                ("start_by", (Said(self.day(line.start_by)),) if line.start_by else _own(GAP)),
                ("fallback", self.kept(line.fallback or GAP)),
            )
        return pieces or [Piece("paragraph", ((self.cell("no_help"),),))]

    def _corporation(self) -> list[Piece]:
        contact = self.content.contact
        return self.lines("list", self.content.corporation_duties) + self.facts(
            ("contact", (*_own(contact.name or GAP), *self.kept(contact.function))), ("phone", _own(contact.phone)),
            ("answer_within", _own(str(contact.reaction_days))),
        )

    def _expert(self) -> list[Piece]:
        return self.lines("list", self.content.expert_duties)

    def _exchange(self) -> list[Piece]:
        pieces: list[Piece] = []
        for flow in self.content.exchange:
            pieces += self.facts(
                ("source", self.kept(flow.source)), ("target", self.kept(flow.target)),
                ("shares", self.kept(*flow.shares) or self.cell("nothing")), ("never", self.kept(*flow.never)),
            )  # fmt: skip
        return pieces

    def _evaluations(self) -> list[Piece]:
        return self.table("talks", ("date", "how", "attends"), (
            ((Said(self.day(one.on)),), self.cell(f"form_{one.form}"),
             self.kept(one.attends) or self.cell("attends_all"))
            for one in sorted(self.content.evaluations, key=lambda one: one.on)
        ))  # fmt: skip

    def _ladder(self) -> list[Piece]:
        return self.lines("steps", self.content.ladder)

    def _ending(self) -> list[Piece]:
        team = self.kept(self.content.social_team)
        return self.lines("list", self.content.criteria) + self.facts(("taken_over_by", team))

    def _reflection(self) -> list[Piece]:
        reflection = Said(fill(self.word("reflection_words"), {"days": self.days}))
        return self.facts(
            ("reflection", (reflection,)), ("complaints", self.kept(self.content.complaint)),
            ("legal_help", self.kept(self.content.legal_help)), ("help_phone", _own(self.help_phone)),
        )

    def _understanding(self) -> list[Piece]:
        understanding = self.content.understanding
        interpreter = self.cell("interpreter_none")
        if one := understanding.interpreter:
            number = f"Wbtv {one.wbtv}" if one.wbtv else ""
            interpreter = (*_own(one.name or GAP, number), *self.kept(one.language), *self.cell(f"mode_{one.mode}"))
        return self.facts(
            ("aloud", self.cell("aloud_yes" if understanding.read_aloud else "aloud_no")), ("interpreter", interpreter),
            ("copy_by", self.cell(f"copy_{understanding.copy_by}")),
        )

    def _signers(self) -> list[Piece]:
        rows = ((_own(one.name), self._capacity(one)) for one in self.content.signatories)
        return self.table("signers", ("name", "capacity"), rows)

    def _capacity(self, signer: SignatoryBlock) -> Cell:
        content, said = self.content, self.cell(signer.role.value)
        acting = next((one for one in content.representatives if one.key == signer.key), None)
        if acting is not None:
            said += (self.acts_for(content.tenant(acting.tenant).name),)
        parties = {"corporation": content.corporation.name, "expert": content.expert.organisation}
        said += _own(parties.get(signer.role.value, ""))
        if signer.meaning is Meaning.SEEN:
            said += self.cell("signs_seen")
        elif signer.meaning is Meaning.SECTIONS:
            numbers = f" {self.word('and')} ".join(str(content.printed(number)) for number in signer.sections)
            said += (Said(fill(self.word("signs_sections"), {"sections": numbers})),)
        return said


def _own(*texts: str) -> Cell:
    return tuple(Said(one, Source.OWN) for one in texts if one)
