"""The frozen content of an agreement as a signer meets it: who signs, which clauses he reads, the whole text.

Reads the canonical JSON alone, so that page and signature come from the same words.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from portal.signatures.rules.facts import SignerFacts
from portal.signatures.rules.reading import Block, Item, Part, TeachBack, Translated
from portal.signatures.rules.states import MENTOR_SECTIONS, PROFESSIONALS, Meaning, Role

Content = Mapping[str, Any]


def signers(content: Content) -> list[SignerFacts]:
    """Return who signs, as the content says; where they are reached is not in it."""
    return [
        SignerFacts(
            key=one["key"], role=Role(one["role"]), name=one["name"], capacity=one["capacity"],
            meaning=Meaning(one["meaning"]), order=one["order"], required=one.get("required", True),
            person_id=_id(one.get("person_id")), representation_id=_id(one.get("representation_id")),
            user_id=_id(one.get("user_id")), organisation_id=_id(one.get("organisation_id")),
            mandate=one.get("mandate", ""),
        )
        for one in content["signatories"]
    ]


def items(content: Content, role: Role, meaning: Meaning, key: str) -> list[Item]:
    """Return what a signer is asked about, in order: the clauses that bind him or the one he acts for.

    A mentor is asked about the sections on help and information; corporation and expert read the whole and are asked
    about no clause.
    """
    if role in PROFESSIONALS:
        return []
    if meaning is Meaning.SECTIONS:
        return [_section_item(one) for one in content["sections"] if one["number"] in MENTOR_SECTIONS]
    tenant = next((one["tenant"] for one in content.get("representatives", ()) if one["key"] == key), key)
    return [_clause_item(one) for one in content["clauses"] if not one["addressees"] or tenant in one["addressees"]]


def parts(content: Content) -> list[Part]:
    """Return the whole agreement, section by section."""
    return [
        Part(str(one.get("shown") or one["number"]), one["title"], tuple(_block(block) for block in one["blocks"]), one.get("plain", ""))
        for one in content["sections"]
    ]


def corporation(content: Content) -> str:
    """Return the name of the landlord."""
    return str(content["corporation"]["name"])


def starts_on(content: Content) -> dt.date | None:
    """Return the day before which the agreement does not take effect, if one was agreed."""
    day = content.get("starts_on")
    return dt.date.fromisoformat(day) if day else None


def heading(content: Content) -> tuple[str, str]:
    """Return the title of the agreement and the reference of its case."""
    return str(content["title"]), str(content["case_reference"])


def _id(value: object) -> uuid.UUID | None:
    return uuid.UUID(str(value)) if value else None


def _clause_item(clause: Content) -> Item:
    asked = clause["teach_back"]
    return Item(
        number=str(clause["number"]), title=clause["title"], plain=clause["plain"], legal=clause["text"],
        consequence=clause["consequence"],
        teach_back=TeachBack(
            asked["question"], tuple(choice["text"] for choice in asked["choices"]),
            frozenset(at for at, choice in enumerate(asked["choices"]) if choice["key"] == asked["right"]),
        ),
        icon=clause.get("icon", ""),
        translations={
            language: Translated(
                one["text"], one["status"] == "checked", one.get("consequence", ""), one.get("question", ""),
                tuple(one.get("choices", {}).get(choice["key"], "") for choice in asked["choices"]),
            )
            for language, one in clause.get("translations", {}).items()
        },
    )


def _section_item(section: Content) -> Item:
    lines = [line for block in section["blocks"] for line in _lines(_block(block))]
    return Item(number=str(section["number"]), shown=str(section.get("shown") or ""), title=section["title"], plain=section.get("plain", ""),
                legal="\n".join(lines))


def _block(block: Content) -> Block:
    rows = tuple(tuple(str(cell) for cell in row) for row in block.get("rows", ()))
    return Block(block["kind"], block.get("text", ""), tuple(block.get("lines", ())), rows, tuple(block.get("head", ())))


def _lines(block: Block) -> list[str]:
    """Return a block as plain lines.

    >>> _lines(Block("facts", rows=(("Wie", "De Linde"),)))
    ['Wie: De Linde']
    """
    lines = [block.text] if block.text else []
    lines += [f"• {line}" for line in block.lines]
    return lines + [": ".join(cell for cell in row if cell) for row in block.rows]
