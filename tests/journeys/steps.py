"""What people do in the journeys, each step as on the screen: refer, assign, intake, compose, sign, file."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from portal.core import clock
from tests.journeys.somebody import PATIENCE, Somebody

TODAY = clock.today()
LINK = r"(https?://\S+/t/[A-Za-z0-9_-]+)"
CODE = r"Uw code is (\d{6})"
DOMAINS = ("housing", "finance", "work", "social", "mental", "physical", "meaning", "justice")


def refer(who: Somebody, tenant: Mapping[str, Any], matter: Mapping[str, Any]) -> str:
    """Refer a tenant in four pages; return the path of the new case."""
    who.go("/zaken/aanmelden").fill(tenant).press("Verder")
    who.sees("Wat speelt er?").fill(matter).press("Verder")
    who.press("Verder")
    who.fill({"told": "yes", "tenant_told_on": TODAY.isoformat()}).press("Verzend de aanmelding")
    who.page.wait_for_url(re.compile(r"/zaken/[0-9a-f-]{36}"))
    return re.sub(r"[?#].*", "", who.path)


def assign(who: Somebody, case: str, expert: str) -> None:
    """Give the case to an expert."""
    who.go(f"{case}/toewijzen")
    who.choose("user_id", expert).press("Wijs toe")


def intake(who: Somebody, case: str, person: str, pages: Mapping[str, Mapping[str, Any]], scores: str) -> None:
    """Fill in the intake page by page, send it and accept it with what is released."""
    who.go(f"/formulieren/zaak/{case.rsplit('/', 1)[1]}/intake")
    who.page.get_by_role("radio", name=person).check()
    who.press("Begin met de intake")
    for _ in range(20):
        page = re.search(r"/pagina/(\w+)", who.path)
        if page is None:
            break
        answers = dict(pages.get(page[1], {}))
        if page[1] in DOMAINS:
            answers[f"{page[1]}_score"] = scores.split("/")[DOMAINS.index(page[1])]
        who.fill(answers).press("Bewaar en ga verder")
    who.press("Verstuur de intake")


def accept(who: Somebody, release: Mapping[str, str]) -> None:
    """Accept the form that was just sent, releasing the texts in *release*."""
    fields: dict[str, Any] = {}
    for key, text in release.items():
        fields |= {f"choose-{key}": True, f"release-{key}": text}
    who.fill(fields).press("Stel vast")


def compose(
    who: Somebody,
    case: str,
    clauses: Sequence[tuple[str, Mapping[str, Any]]],
    sections: Mapping[int, Mapping[str, Any]],
    signer: Mapping[str, str],
) -> str:
    """Draft the agreement, put clauses in, write sections, name who signs; return the path of the draft."""
    who.go(f"/afspraken/zaak/{case.rsplit('/', 1)[1]}")
    who.page.locator("[name=voorstel]").uncheck()
    who.press("Begin de afspraken")
    draft = re.sub(r"[?#].*", "", who.path)
    for code, fields in clauses:
        who.go(f"{draft}/afspraak/{code}/nieuw").fill(fields).press("Zet in de overeenkomst")
    for number, fields in sections.items():
        who.go(f"{draft}/hoofdstuk/{number}").fill(fields).press("Opslaan")
    who.go(f"{draft}/ondertekenaar")
    who.choose("user_id", signer["name"])
    who.fill({"function": signer["function"], "mandate": signer["mandate"]}).press("Opslaan")
    return draft


def read_and_sign(
    who: Somebody,
    link: str,
    code: Callable[[], str],
    *,
    name: str,
    draw: bool = False,
    look: Callable[[Somebody], None] = lambda _: None,
    teach: str = "first",
) -> None:
    """Come in by the link, read clause by clause, and sign."""
    open_letter(who, link, code, look)
    read_all(who, look)
    who.press("Verder naar tekenen")
    look(who)
    if draw:
        box = who.page.locator("canvas#tekenvlak")
        box.scroll_into_view_if_needed()
        place = box.bounding_box()
        assert place is not None
        x, y = place["x"], place["y"]
        who.page.mouse.move(x + 30, y + 90)
        who.page.mouse.down()
        for step in range(1, 24):
            who.page.mouse.move(x + 30 + step * 10, y + 90 + (40 if step % 2 else -40))
        who.page.mouse.up()
    who.fill({"name": name}).press("Ik teken")
    who.sees("U heeft getekend")
    look(who)


def open_letter(
    who: Somebody, link: str, code: Callable[[], str], look: Callable[[Somebody], None] = lambda _: None
) -> None:
    """Open the link and type the code."""
    who.go(link)
    look(who)
    who.press("Begin")
    look(who)
    who.fill({"code": code()}).press("Verder")
    look(who)


def read_all(who: Somebody, look: Callable[[Somebody], None] = lambda _: None) -> None:
    """Answer every clause with "understood" and the teach-back question, if there is one."""
    who.press("Ga verder" if "Ga verder" in who.text else "Begin met lezen")
    for _ in range(20):
        if "/afspraak/" not in who.path:
            break
        look(who)
        answer_clause(who)
    look(who)
    who.sees("Dit heeft u gezegd")


def sign_in_portal(who: Somebody, name: str, password: str) -> None:
    """Sign as a user of the corporation or as the expert."""
    who.go("/tekenen")
    with who.page.expect_navigation():
        who.page.locator("main a[href*='/tekenen/']").first.click()
    who.fill({"name": name, "password": password}).press("Ik teken")
    who.sees("Getekend op")


def send(who: Somebody, draft: str) -> str:
    """Freeze the draft and invite everybody; return the path of the signing panel."""
    who.go(f"{draft}/versturen")
    if who.page.locator("main [name='reason']").count():
        who.fill({"reason": "Besproken met alle partijen."})
    who.press("Leg vast en verstuur")
    version = re.search(r"/versies/([0-9a-f-]{36})", who.path) or re.search(
        r"/versies/([0-9a-f-]{36})", who.page.content()
    )
    assert version is not None, who.page.url
    panel = f"/afspraken/{version[1]}/ondertekening"
    invite(who, panel)
    return panel


def invite(who: Somebody, panel: str) -> None:
    """Send the invitations, as soon as the signatories are listed."""
    until(lambda: "Verstuur uitnodigingen" in who.go(panel).text, who)
    who.press("Verstuur uitnodigingen")


def until(found: Callable[[], bool], who: Somebody) -> None:
    """Wait until *found*; background work may take a moment, on a busy machine a long one."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found():
            return
        who.page.wait_for_timeout(500)
    raise AssertionError(f"it did not come: {who.page.url}: {who.text[:1500]}")


def sealed_copy(who: Somebody, outbox: Somebody, email: str) -> bytes:
    """Download the final PDF from the page that the mail about it leads to."""
    who.go(outbox.newest_message(email, r"getekend stuk staat voor u klaar: (\S+)"))
    return who.download("Open de PDF")


def verify(who: Somebody, pdf: bytes) -> Somebody:
    """Upload a file to the public verification page."""
    who.go("/verificatie/")
    who.page.set_input_files("input[name=file]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": pdf})
    return who.press("Controleer dit bestand")


def file_dossier(who: Somebody, case: str, since: dt.date, until_: dt.date) -> bytes:
    """Compose a dossier of a period, file it and download it."""
    who.go(f"/rechtbankdossiers/nieuw/{case.rsplit('/', 1)[1]}")
    who.fill({"period_from": since.isoformat(), "period_until": until_.isoformat()}).press("Zet de stukken klaar")
    who.press("Stel vast en maak de PDF")
    link = who.page.locator("a[href$='dossier.pdf']").first
    link.wait_for(timeout=PATIENCE * 1000)  # the page looks again by itself; going there too would cross it
    target = link.get_attribute("href")
    return who.page.context.request.get(f"{who.url}{target}").body()


def answer_clause(who: Somebody) -> None:
    """Say "understood" about the clause on the page; after a wrong teach-back answer give the right one, which is told."""
    told = who.page.get_by_text("Het goede antwoord is: ")
    if told.count():
        who.page.get_by_label(told.inner_text().partition(": ")[2], exact=True).check()
    elif who.page.locator("[name=teach_back]").count():
        who.page.locator("[name=teach_back]").first.check()
    who.fill({"answer": "understood"}).press("Verder", last=True)


def version_page(panel: str) -> str:
    """Return the path of the version that a signing panel is about."""
    return panel.replace("/ondertekening", "").replace("/afspraken/", "/afspraken/versies/")
