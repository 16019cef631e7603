"""Sample files, made once for all tests of documents."""

from __future__ import annotations

import pytest

from portal.documents.authority import Authority, make_authority
from portal.documents.render import Attached, render_pdf
from portal.documents.seal import seal_pdf
from tests.documents.sample import MADE, sample


@pytest.fixture(scope="session")
def plain_pdf() -> bytes:
    return render_pdf(sample(), created=MADE, attachments=[Attached("evidence.json", b'{"a": 1}', "Bewijs", "Data")])


@pytest.fixture(scope="session")
def authority() -> Authority:
    return make_authority("Bureau Driehoek", now=MADE)


@pytest.fixture(scope="session")
def sealed_pdf(plain_pdf: bytes, authority: Authority) -> bytes:
    return seal_pdf(plain_pdf, authority, reason="Verzegeld na ondertekening door alle partijen", at=MADE).data
