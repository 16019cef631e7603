"""Expectations of the files: what was put before the parties, what was sealed, and what the register says of it."""

from __future__ import annotations

import hashlib
import io
import re
from typing import TYPE_CHECKING, Literal

import pikepdf
import pypdfium2
from pydantic import Field

from portal.agreements.models import AgreementVersion
from portal.core import blobs
from portal.core.blobs import StoredFile
from portal.core.policy import SYSTEM
from portal.dossiers import queries as dossiers
from portal.sealing import queries
from portal.sealing.rules import Outcome
from portal.stories.expectations.base import Check, compare

if TYPE_CHECKING:
    from portal.stories.scene import Scene


class Pdf(Check):
    """The PDF of a version: the sealed one when there is one, else the one that was put before the parties."""

    check: Literal["pdf"]
    number: int = Field(ge=1)
    sealed: bool | None = None
    p0_attached: bool | None = Field(None, description="the approved PDF is inside, byte for byte")
    verdict: Outcome | None = Field(None, description="what the verification page says of this file")
    contains: list[str] = Field(default_factory=list)
    lacks: list[str] = Field(default_factory=list)

    def differences(self, scene: Scene) -> list[str]:
        version_id = scene.version_id(self.number)
        with scene.read() as session:
            version = session.get_one(AgreementVersion, version_id)
            final = queries.sealed_file(session, SYSTEM, version_id)
            approved = blobs.fetch(session, session.get_one(StoredFile, version.p0_file_id))
            shown = (
                blobs.fetch(session, session.get_one(StoredFile, final.stored_file_id))
                if final is not None
                else approved
            )
            wrong = compare("being sealed", self.sealed, final is not None)
            if self.verdict is not None:
                wrong += compare("the verdict", self.verdict, queries.verdict(session, shown).outcome)
            wrong += compare("the digest of the approved PDF", version.p0_sha256, hashlib.sha256(approved).hexdigest())
        if self.p0_attached is not None:
            wrong += compare("having the approved PDF inside", self.p0_attached, approved in attachments(shown))
        words = text_of(shown)
        wrong += [f"the PDF does not say {text!r}" for text in self.contains if _plain(text) not in words]
        wrong += [f"the PDF says {text!r}" for text in self.lacks if _plain(text) in words]
        return wrong


class Filing(Check):
    """A filing of the newest dossier: its exhibits, and what stands in the bound PDF."""

    check: Literal["filing"]
    number: int = Field(1, ge=1)
    exhibits: int | None = None
    left_out: int | None = None
    sealed_inside: bool | None = Field(None, description="the sealed agreement is inside, byte for byte")
    contains: list[str] = Field(default_factory=list)
    lacks: list[str] = Field(default_factory=list)

    def differences(self, scene: Scene) -> list[str]:
        dossier_id = scene.find("dossier")
        with scene.read() as session:
            row = dossiers.filing(session, SYSTEM, dossier_id, self.number)
            pieces = dossiers.pieces(session, SYSTEM, dossier_id)
            if row.stored_file_id is None:
                return [f"filing {self.number} is {row.state.value}, its PDF is not there"]
            bound = blobs.fetch(session, session.get_one(StoredFile, row.stored_file_id))
            sealed = [
                blobs.fetch(session, session.get_one(StoredFile, final.stored_file_id))
                for final in queries.sealed_files(session, SYSTEM, scene.case_id)
            ]
            wrong = compare("the number of exhibits", self.exhibits, sum(p.filing_id == row.id for p in pieces))
            wrong += compare("the number of pieces left out", self.left_out, sum(not p.included for p in pieces))
        if self.sealed_inside is not None:
            inside = attachments(bound)
            found = bool(sealed) and all(one in inside for one in sealed)
            wrong += compare("having the sealed agreement inside", self.sealed_inside, found)
        words = text_of(bound)
        wrong += [f"the filing does not say {text!r}" for text in self.contains if _plain(text) not in words]
        wrong += [f"the filing says {text!r}" for text in self.lacks if _plain(text) in words]
        return wrong


def attachments(pdf: bytes) -> list[bytes]:
    """Return the files inside *pdf*."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [found.get_file().read_bytes() for found in opened.attachments.values()]


def text_of(pdf: bytes) -> str:
    """Return the words of *pdf*, with single spaces."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return _plain(" ".join(page.get_textpage().get_text_bounded() for page in document))
    finally:
        document.close()


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00ad", "").replace("\ufffe", "")).strip()
