"""The ways that a signing can go, on a telephone of 390 pixels: ten short journeys that share their steps.

The pages are served from this process on a database that builders filled, so that each journey begins where it matters.
"""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Route
from werkzeug.serving import make_server

from portal.agreements.models import AgreementVersion
from portal.agreements.rules import VersionState
from portal.core import clock
from portal.core.policy import Actor
from portal.signatures import links, queries, services
from portal.signatures.models import Signatory
from portal.signatures.rules.states import Role, State
from tests import conftest
from tests.builders.cases import make_case, make_town
from tests.builders.sealing import make_frozen
from tests.builders.signatures import CODE, Ceremony, invitation_of, last_message, make_ceremony, signer, token_in
from tests.conftest import Work
from tests.journeys.axe import violations
from tests.journeys.somebody import PHONE, Somebody

pytestmark = [pytest.mark.journey, pytest.mark.slow]
Enter = Callable[..., Somebody]
PLAY = """async () => {
  const sound = document.querySelector("audio");
  await sound.play();
  while (sound.currentTime < 0.3) { await new Promise((on) => sound.addEventListener("timeupdate", on, { once: true })); }
  return sound.currentTime;
}"""


@pytest.fixture
def site(app: Flask, work: Work) -> Iterator[str]:
    """Serve the application of the test in a thread; its links lead there."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    before = dict(links._place)
    links.configure(url, before["phone"])
    yield url
    links.configure(before["address"], before["phone"])
    server.shutdown()
    thread.join()


@pytest.fixture
def come(browser: Browser, site: str) -> Iterator[Enter]:
    """Open a browser: a telephone, or a desk that acts as somebody."""
    people: list[Somebody] = []

    def make(actor: Actor | None = None, **options: Any) -> Somebody:
        size = {"viewport": {"width": 1280, "height": 900}} if actor else PHONE
        context = browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam", **size, **options)
        context.set_default_timeout(30_000)
        if actor is not None:
            key = str(len(conftest._actors))
            conftest._actors[key] = actor
            context.set_extra_http_headers({"X-Test-Actor": key})
        people.append(Somebody(context.new_page(), site))
        return people[-1]

    yield make
    complaints = [line for one in people for line in one.complaints]
    for one in people:
        one.page.context.close()
    assert complaints == []


def offered(work: Work, phone: str = "", **more: object) -> tuple[Ceremony, str]:
    """Offer an agreement and invite the tenant; return the address of the letter."""
    with work() as uow:
        made = make_ceremony(uow, **more)  # type: ignore[arg-type]
        services.invite(uow, made.version_id)
        return made, f"/t/{token_in(last_message(uow, to=phone))}"


def row_of(work: Work, made: Ceremony) -> Signatory:
    with work() as uow:
        return signer(uow, made, Role.TENANT)


def enter(who: Somebody, work: Work, made: Ceremony, letter: str) -> Somebody:
    """Open the letter and type the code, which is put in place of the one that was sent."""
    who.go(letter).press("Begin")
    with work() as uow:
        row = signer(uow, made, Role.TENANT)
        uow.now += dt.timedelta(minutes=1)
        services.send_code(uow, invitation_of(uow, row).id, CODE)
    return who.fill({"code": CODE}).press("Verder")


def read(who: Somebody, answer: str = "understood") -> Somebody:
    """Read every clause that is left."""
    who.press("Ga verder" if "Ga verder" in who.text else "Begin met lezen")
    for _ in range(10):
        if "/afspraak/" not in who.path:
            break
        if who.page.locator("[name=teach_back]").count():
            who.page.locator("[name=teach_back]").first.check()
        who.fill({"answer": answer}).press("Verder", last=True)
    return who


def draw(who: Somebody) -> None:
    """Draw a line with a finger."""
    box = who.page.locator("canvas#tekenvlak")
    box.scroll_into_view_if_needed()
    place = box.bounding_box()
    assert place is not None
    who.page.mouse.move(place["x"] + 30, place["y"] + 90)
    who.page.mouse.down()
    for step in range(1, 24):
        who.page.mouse.move(place["x"] + 30 + step * 10, place["y"] + 90 + (40 if step % 2 else -40))
    who.page.mouse.up()


def test_sign_by_drawing_and_the_line_outlives_a_dropped_connection(come: Enter, work: Work) -> None:
    made, letter = offered(work)
    who = read(enter(come(), work, made, letter)).press("Verder naar tekenen")
    draw(who)
    who.page.reload()
    assert who.page.locator("#strokes").input_value().startswith("{"), "the line is still there"
    assert violations(who.page) == []
    who.fill({"name": "J. van 't Zandt"}).press("Ik teken").sees("U heeft getekend")
    assert violations(who.page) == []
    with work() as uow:
        given = queries.signature_of(uow.session, signer(uow, made, Role.TENANT).id)
        assert given is not None
        assert given.strokes is not None


def test_ink_outlives_being_offline_a_lost_request_and_a_lost_answer(come: Enter, work: Work) -> None:
    made, letter = offered(work, clauses=1)
    who = read(enter(come(), work, made, letter)).press("Verder naar tekenen")
    draw(who)
    who.fill({"name": "J. van 't Zandt"})
    drawn = who.page.locator("#strokes").input_value()
    who.page.context.set_offline(True)
    who.page.get_by_role("button", name="Ik teken").click()
    who.sees("Geen internet. Uw naam en uw handtekening staan er nog.")
    who.page.context.set_offline(False)
    for arrives in (False, True):
        who.page.route("**/t/tekenen", _cut(arrives))
        who.page.get_by_role("button", name="Ik teken").click()
        who.page.wait_for_url("chrome-error://**")
        who.page.unroute("**/t/tekenen")
        who.go("/t/tekenen")
        if not arrives:
            assert who.page.locator("#strokes").input_value() == drawn
            assert who.page.locator("[name=name]").input_value() == "J. van 't Zandt"
    who.sees("U heeft getekend")
    who.complaints.clear()  # the browser told of the connections that were cut
    with work() as uow:
        (given,) = queries.signatures(uow.session, made.version_id)
        assert given.strokes is not None


def _cut(arrives: bool) -> Callable[[Route], None]:
    """Cut the connection before the request arrives, or after it did and before its answer comes back."""

    def cut(route: Route) -> None:
        if arrives:
            route.fetch(max_redirects=0)
        route.abort("connectionreset")

    return cut


def test_sign_by_typing_with_the_keyboard_only(come: Enter, work: Work) -> None:
    made, letter = offered(work, clauses=1)
    who = read(enter(come(), work, made, letter)).press("Verder naar tekenen")
    who.page.locator("[name=name]").focus()
    who.page.keyboard.type("J. van 't Zandt")
    with who.page.expect_navigation():
        who.page.keyboard.press("Enter")
    who.sees("U heeft getekend")


def test_a_question_is_answered_and_then_signed(come: Enter, work: Work) -> None:
    made, letter = offered(work, clauses=1)
    who = enter(come(), work, made, letter).press("Begin met lezen").press("Stel een vraag")
    who.fill({"text": "Geldt dit ook op zondag?"}).press("Verstuur mijn vraag").sees("Wij hebben uw vraag")
    staff = come(made.town.staff)
    staff.go(f"/afspraken/{made.version_id}/ondertekening")
    staff.page.locator("main a[href*='/tekenen/vraag/']").first.click()
    staff.fill({"text": "Ja, elke dag."}).press("Verstuur antwoord")
    who.go("/t/afspraak/1").sees("Ja, elke dag.").fill({"answer": "understood"}).press("Verder", last=True)
    who.press("Verder naar tekenen").fill({"name": "J. van 't Zandt"}).press("Ik teken").sees("U heeft getekend")


def test_not_agreed_stops_before_signing_and_a_new_version_is_signed(come: Enter, work: Work) -> None:
    made, letter = offered(work, clauses=1)
    who = enter(come(), work, made, letter).press("Begin met lezen")
    who.fill({"answer": "not_agreed"}).press("Verder", last=True)
    who.page.locator("[name=what][value=change]").first.click()
    with work() as uow:
        version = uow.get(AgreementVersion, made.version_id)
        version.state = VersionState.SUPERSEDED
        uow.session.flush()
        services.void(uow, version.id)
    assert who.go(letter).text.count("nieuwe brief")
    newer, again = offered(work, clauses=1)
    read(enter(come(), work, newer, again)).press("Verder naar tekenen").fill({"name": "J. van 't Zandt"}).press(
        "Ik teken"
    ).sees("U heeft getekend")


def test_refuse_in_two_taps(come: Enter, work: Work) -> None:
    made, letter = offered(work)
    who = enter(come(), work, made, letter)
    who.press("Ik wil niet tekenen").press("Ik teken niet").sees("U heeft niet getekend")
    assert row_of(work, made).state is State.REFUSED


def test_withdraw_in_the_reflection_period(come: Enter, work: Work) -> None:
    made, letter = offered(work, clauses=1)
    who = read(enter(come(), work, made, letter)).press("Verder naar tekenen")
    who.fill({"name": "J. van 't Zandt"}).press("Ik teken")
    who.press("Ik trek mijn handtekening in").press("Ja, ik trek mijn handtekening in").sees("is ingetrokken")
    assert row_of(work, made).state is State.WITHDRAWN


def test_an_expired_link_says_what_to_do(come: Enter, work: Work) -> None:
    made, letter = offered(work)
    with work() as uow:
        invitation_of(uow, signer(uow, made, Role.TENANT)).expires_at = uow.now - dt.timedelta(days=1)
    come().go(letter).sees("Deze link werkt niet meer")


def test_a_qr_code_goes_from_the_screen_of_staff_to_the_own_telephone(come: Enter, work: Work) -> None:
    made, _letter = offered(work, clauses=1)
    signatory_id = row_of(work, made).id
    staff = come(made.town.staff).go(f"/tekenen/{signatory_id}/qr").fill({"place": "spreekkamer"}).press("Toon de QR-code")
    assert staff.page.locator(".qr-vlak svg").bounding_box() is not None
    assert violations(staff.page) == []
    with work() as uow:  # a camera is not here: the same act again gives a link that can be read
        shown = services.show_qr(uow, signatory_id, "spreekkamer")
    who = come().go(f"/t/{shown.token}").press("Begin").fill({"code": shown.code}).press("Verder")
    read(who).press("Verder naar tekenen").fill({"name": "J. van 't Zandt"}).press("Ik teken").sees("U heeft getekend")


def test_a_tablet_with_a_witness_locks_the_staff_screen_away(come: Enter, work: Work) -> None:
    made, _letter = offered(work, clauses=1)
    who = come(made.town.staff)
    who.page.set_viewport_size({"width": 820, "height": 1180})
    who.go(f"/tekenen/{row_of(work, made).id}/tablet")
    assert violations(who.page) == []
    who.fill({"place": "thuis", "name": "Wouter", "id_kind": "passport", "id_end": "4F7", "read_aloud": True})
    who.press("Geef het apparaat aan de huurder")
    read(who).press("Verder naar tekenen").fill({"name": "J. van 't Zandt"}).press("Ik teken").sees("U heeft getekend")
    who.press("Klaar. Ik geef het apparaat terug").sees("Geef het apparaat terug")


@pytest.mark.release
def test_paper_is_scanned_and_confirmed_by_a_second_person(come: Enter, work: Work) -> None:
    with work() as uow:
        town = make_town(uow, f"Papierstad {uuid.uuid4().hex[:6]}")
        version = make_frozen(uow, town, make_case(uow, town, expert=True))
        services.invite(uow, version.id)
        row = next(one for one in queries.signatories(uow.session, version.id) if one.role is Role.TENANT)
        version_id, signatory_id = version.id, row.id
    staff = come(town.staff).go(f"/tekenen/{signatory_id}/tafel")
    printed = staff.download("Op papier: print het exemplaar")
    staff.press("Op papier: lees de scan in")
    assert violations(staff.page) == []
    staff.page.set_input_files("[name=file]", {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": printed})
    staff.fill(
        {
            "signed_on": clock.today().isoformat(), "location": "Kluis, map 3",
            "place": "thuis", "name": "Wouter", "id_kind": "known",
        }
    ).press("Lees de scan in")  # fmt: skip
    expert = come(town.expert).go(f"/afspraken/{version_id}/ondertekening").press("Kijk de scan na")
    assert violations(expert.page) == []
    expert.press("Het klopt, laat de handtekening tellen").sees("getekend")


def test_a_question_is_spoken_heard_and_answered(come: Enter, work: Work) -> None:
    made, letter = offered(work, clauses=1)
    who = enter(come(), work, made, letter).press("Begin met lezen").press("Stel een vraag")
    assert not who.page.locator("input[name=voice]").is_visible(), "the telephone records by itself"
    who.page.get_by_role("button", name="Spreek in").click()
    who.page.wait_for_timeout(1500)
    assert violations(who.page) == []
    who.page.get_by_role("button", name="Stop met opnemen").click()
    who.page.locator("[data-voice] audio[src^='blob:']").wait_for()
    assert violations(who.page) == []
    who.page.get_by_role("button", name="Wis de opname").click()
    assert not who.page.locator("[data-voice] audio").is_visible()
    who.page.get_by_role("button", name="Spreek in").click()
    who.page.wait_for_timeout(1500)  # and sent while still speaking
    who.press("Verstuur mijn vraag").sees("Wij hebben uw vraag")
    staff = come(made.town.staff).go(f"/afspraken/{made.version_id}/ondertekening").press("Ingesproken vraag")
    assert staff.page.evaluate(PLAY) > 0.2
    assert violations(staff.page) == []
    staff.fill({"text": "Ja, elke dag."}).press("Verstuur antwoord")
    who.go("/t/afspraak/1").sees("Ja, elke dag.")
