"""An agreement as a document: the same template makes the version that parties approve (P0) and the final file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.agreements import words
from portal.agreements.content import Content, canonical, digest
from portal.agreements.languages import Language
from portal.agreements.letters import Letter
from portal.agreements.reading_copy import reading_copy
from portal.agreements.rules import VersionState
from portal.core.clock import amsterdam
from portal.documents import drawings, pages
from portal.documents.preview import Pictures, page_pictures
from portal.documents.render import Attached, render_pdf

TEMPLATE = "agreements/print/agreement.html"
READING_COPY = "agreements/print/reading_copy.html"
CONTENT_FILE = "overeenkomst.json"
NOTICES = {
    VersionState.SUPERSEDED: "Vervallen. Er is een nieuwere versie.",
    VersionState.WITHDRAWN: "Ingetrokken.",
    VersionState.REFUSED: "Niet getekend.",
}
"""What a reading copy says about a version that does not count; the key in its language is the state."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How somebody signed: a drawn line or a typed name, and in words when, where and how."""

    key: str
    when: str
    method: str
    path: str = ""
    width: float = 320
    height: float = 160
    typed: str = ""
    place: str = ""


def agreement_html(
    content: Content, marks: Sequence[Mark] = (), annex: str = "", *, concept: bool = False, publisher: str = ""
) -> str:
    """Write *content* as a page for print, with what was signed where it was signed.

    *annex* is trusted HTML that follows the agreement (the evidence of signing); with *concept* every page says that
    this is no version yet.
    """
    by_key: Mapping[str, Mark] = {mark.key: mark for mark in marks}
    return pages.page(
        TEMPLATE,
        content=content,
        marks=by_key,
        annex=Markup(annex),  # noqa: S704 - made by our own templates
        concept=concept,
        publisher=publisher,
        digest=digest(content),
        words=words,
        drawings=drawings.LINES,
    )


def agreement_pdf(content: Content, *, publisher: str = "", concept: bool = False) -> bytes:
    """Render *content* as PDF with its canonical JSON attached; the same content gives the same bytes."""
    html = agreement_html(content, concept=concept, publisher=publisher)
    attached = Attached(CONTENT_FILE, canonical(content), "De inhoud van deze overeenkomst als gegevens", "Source")
    return render_pdf(html, created=amsterdam(content.dated_on), attachments=() if concept else (attached,))


def reading_copy_html(content: Content, language: Language, help_phone: str, state: VersionState) -> str:
    """Write a version in another language as a page for print, for information."""
    void = {"key": state.value, "dutch": NOTICES[state]} if state in NOTICES else None
    copy = reading_copy(content, language, help_phone)
    return pages.page(READING_COPY, content=content, copy=copy, language=language, notice=void, drawings=drawings.LINES)


def reading_copy_pdf(content: Content, language: Language, help_phone: str, state: VersionState) -> bytes:
    """Render a version in another language as PDF, made anew each time and never kept."""
    return render_pdf(reading_copy_html(content, language, help_phone, state), created=amsterdam(content.dated_on))


def reading_copy_name(content: Content, language: Language) -> str:
    """Name the file of a reading copy."""
    return f"{file_name(content).removesuffix('.pdf')}_leesexemplaar-{language.code}.pdf"


def letter_html(letter: Letter) -> str:
    """Write a letter as a page for print."""
    return pages.page("agreements/print/letter.html", letter=letter)


def letter_pdf(letter: Letter) -> bytes:
    """Render a letter as PDF."""
    return render_pdf(letter_html(letter), created=amsterdam(letter.dated_on))


def letter_pictures(letter: Letter) -> Pictures:
    """Draw a letter, for a look before it is made."""
    return page_pictures(letter_html(letter), created=amsterdam(letter.dated_on))


def letter_name(letter: Letter) -> str:
    """Name the file of a letter."""
    return f"{letter.reference}_{letter.key}_{letter.dated_on.isoformat()}.pdf"


def concept_pictures(content: Content) -> Pictures:
    """Draw the pages of a concept, for a look while somebody works on it."""
    return page_pictures(agreement_html(content, concept=True), created=amsterdam(content.dated_on))


def file_name(content: Content, on: dt.date | None = None) -> str:
    """Name the file of a version: ASCII, short, sortable."""
    return f"{content.case_reference}_afspraak-{content.agreement_number}_versie-{content.version_number}.pdf"
