"""Signing on paper: printed with a QR code per page, scanned, read, and confirmed by a colleague."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pikepdf
import pypdfium2
import pytest
from flask.testing import FlaskClient

from portal.agreements.models import AgreementVersion
from portal.core.clock import today
from portal.core.policy import Actor
from portal.documents.intake import clean
from portal.signatures import queries, services
from portal.signatures.models import Signatory
from portal.signatures.rules.presence import page_code
from portal.signatures.rules.states import Channel, Role, State
from tests.builders.cases import Town, make_case, make_town
from tests.builders.sealing import make_frozen
from tests.conftest import Work

ClientFor = Callable[[Actor], FlaskClient]
WITNESS = {"place": "thuis", "name": "Wouter Prins", "id_kind": "known", "id_end": "", "read_aloud": "y"}


@dataclass
class Desk:
    """Staff with a printer and a scanner, for one signer."""

    staff: FlaskClient
    town: Town
    version_id: uuid.UUID
    signatory_id: uuid.UUID
    printed: bytes

    @property
    def pages(self) -> int:
        return clean(self.printed).pages

    def codes(self) -> list[str]:
        return [page_code(self.version_id, self.signatory_id, number) for number in range(1, self.pages + 1)]

    def upload(self, *files: bytes, typed: Sequence[str] = ()) -> tuple[int, str]:
        form = {**WITNESS, "codes": " ".join(typed), "signed_on": today().isoformat(), "location": "Kluis, map 3",
                "file": [(io.BytesIO(data), f"blad-{at}") for at, data in enumerate(files)]}  # fmt: skip
        answer = self.staff.post(f"/tekenen/{self.signatory_id}/papier", data=form, content_type="multipart/form-data")
        return answer.status_code, answer.text


@pytest.fixture
def desk(client_for: ClientFor, work: Work) -> Desk:
    with work() as uow:
        town = make_town(uow, f"Papierstad {uuid.uuid4().hex[:6]}")
        version = make_frozen(uow, town, make_case(uow, town, expert=True))
        services.invite(uow, version.id)
        row = next(one for one in queries.signatories(uow.session, version.id) if one.role is Role.TENANT)
        signatory_id, version_id = row.id, version.id
    staff = client_for(town.staff)
    return Desk(staff, town, version_id, signatory_id, staff.get(f"/tekenen/{signatory_id}/papier.pdf").data)


def scanned(printed: bytes) -> list[bytes]:
    """Return a black-and-white picture of every sheet, upside down for each second one."""
    document, found = pypdfium2.PdfDocument(printed), []
    for number in range(len(document)):
        out = io.BytesIO()
        sheet = document[number].render(scale=150 / 72).to_pil().convert("L").point(lambda grey: 255 * (grey > 140))
        (sheet.rotate(180) if number % 2 else sheet).convert("1").save(out, "PNG")
        found.append(out.getvalue())
    return found


def pages_of(pdf: bytes, *numbers: int) -> bytes:
    source, chosen, out = pikepdf.open(io.BytesIO(pdf)), pikepdf.new(), io.BytesIO()
    for number in numbers:
        chosen.pages.append(source.pages[number - 1])
    chosen.save(out)
    return out.getvalue()


def _blank() -> bytes:
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(out)
    return out.getvalue()


BLANK = _blank()


def test_a_scan_is_read_by_its_qr_codes_and_confirmed_by_a_colleague(
    desk: Desk, client_for: ClientFor, work: Work
) -> None:
    assert desk.upload(desk.printed)[0] == 303
    with work() as uow:
        kept = queries.waiting_paper(uow.session, desk.signatory_id)
        assert kept is not None
        assert kept.pages == {"order": list(range(1, desk.pages + 1)), "typed": []}
        paper_id = kept.id
    expert = client_for(desk.town.expert)
    assert desk.staff.post(f"/tekenen/papier/{paper_id}/bevestigen").status_code == 403
    assert "geen enkel blad" in expert.get(f"/tekenen/papier/{paper_id}").text
    assert clean(expert.get(f"/tekenen/papier/{paper_id}/scan.pdf").data).pages == desk.pages
    assert expert.post(f"/tekenen/papier/{paper_id}/bevestigen").status_code == 303
    with work() as uow:
        found = uow.get(Signatory, desk.signatory_id)
        assert (found.state, found.channel) == (State.SIGNED, Channel.PAPER)


def test_photos_in_any_order_some_upside_down_are_read(desk: Desk, work: Work) -> None:
    assert desk.upload(*reversed(scanned(desk.printed)))[0] == 303
    with work() as uow:
        kept = queries.waiting_paper(uow.session, desk.signatory_id)
        assert kept is not None
        assert kept.pages["order"] == list(range(desk.pages, 0, -1))


def test_a_sheet_that_cannot_be_read_is_asked_for_and_typed(desk: Desk, client_for: ClientFor, work: Work) -> None:
    photos = scanned(desk.printed)
    photos[1] = BLANK
    status, text = desk.upload(*photos)
    assert status == 422
    assert "niet te lezen op blad 2" in text
    assert desk.upload(*photos, typed=[desk.codes()[0]])[0] == 422
    assert desk.upload(*photos, typed=[desk.codes()[1].lower()])[0] == 303
    with work() as uow:
        kept = queries.waiting_paper(uow.session, desk.signatory_id)
        assert kept is not None
        assert kept.pages["typed"] == [2]
    page = client_for(desk.town.expert).get(f"/tekenen/papier/{kept.id}").text
    assert "QR-code niet gelezen" in page and "geen enkel blad" not in page


def test_wrong_missing_and_doubled_sheets_are_named_in_dutch(desk: Desk, client_for: ClientFor, work: Work) -> None:
    with work() as uow:
        row = uow.get(AgreementVersion, desk.version_id)
        row.number, before = 7, row.number
    newer = desk.staff.get(f"/tekenen/{desk.signatory_id}/papier.pdf").data
    with work() as uow:
        uow.get(AgreementVersion, desk.version_id).number = before
        other = make_frozen(uow, desk.town, make_case(uow, desk.town, expert=True))
        services.invite(uow, other.id)
        stranger = next(one for one in queries.signatories(uow.session, other.id) if one.role is Role.TENANT).id
    foreign = desk.staff.get(f"/tekenen/{stranger}/papier.pdf").data
    everything = range(1, desk.pages + 1)
    for data, told in [
        (newer, "is van versie 7"),
        (foreign, "hoort bij een ander stuk"),
        (pages_of(desk.printed, *everything, 1), "twee keer in de scan"),
        (pages_of(desk.printed, *everything[1:]), "ontbreekt: bladzijde 1"),
        (b"geen pdf", "geen leesbare PDF of foto"),
        (b"", "Kies eerst een bestand"),
    ]:
        status, text = desk.upload(data)
        assert (status, told in text) == (422, True), told
    with work() as uow:
        assert queries.waiting_paper(uow.session, desk.signatory_id) is None


def test_the_copy_of_somebody_else_is_refused(desk: Desk) -> None:
    codes = [page_code(desk.version_id, uuid.uuid4(), number) for number in range(1, desk.pages + 1)]
    status, text = desk.upload(*[BLANK] * len(codes), typed=codes)
    assert status == 422
    assert "exemplaar van iemand anders" in text
