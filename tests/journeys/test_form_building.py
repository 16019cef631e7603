"""A staff member builds a form, tries it and has it go live; an expert fills it in. Actions are counted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from portal.core import clock
from tests.journeys import steps
from tests.journeys.axe import violations_everywhere
from tests.journeys.somebody import Somebody

pytestmark = [pytest.mark.journey, pytest.mark.slow]
MOST, MOST_PLAIN = 80, 45
TODAY = clock.today()
ADMIN, EXPERT = "a.brandsma@bureaudriehoek.example", "s.deboer@zandhof.example"
QUESTIONS = (
    ("Wat is er besproken?", "long_text"), ("Wie was er nog bij?", "short_text"), ("Hoe gaat het met wonen?", "scale"),
    ("Hoe gaat het met geld?", "scale"), ("Is er contact met de buren?", "yes_no"), ("Hoe is dat contact?", "short_text"),
    ("Wanneer is het volgende gesprek?", "date"),
)  # fmt: skip


class Counting:
    """Does what a person does with hand and keyboard, and counts each act."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def click(self, what: Locator, *, leaves: bool = True) -> None:
        self.count += 1
        if leaves:
            with self.page.expect_navigation():
                what.click()
        else:
            what.click()

    def fill(self, what: Locator, text: str) -> None:
        self.count += 1
        what.fill(text)

    def choose(self, what: Locator, value: str) -> None:
        self.count += 1
        what.select_option(value)

    def check(self, what: Locator) -> None:
        self.count += 1
        what.check()

    def enter(self, what: Locator) -> None:
        self.count += 1
        with self.page.expect_navigation():
            what.press("Enter")

    def saving(self, act: Callable[[], None]) -> None:
        """Do something that is saved at once, and wait until the page says so."""
        before = self.page.locator("#stand").get_attribute("data-revisie")
        act()
        self.page.wait_for_function("was => document.getElementById('stand').dataset.revisie !== was", arg=before)


def begin(one: Counting, title: str) -> None:
    main = one.page.locator("main")
    one.click(one.page.get_by_role("link", name="Bouwen"))
    one.click(main.get_by_role("link", name="Nieuw formulier"))
    one.fill(main.locator("[name=title]"), title)
    one.fill(main.locator("[name=purpose]"), "Weten hoe het thuis gaat")
    one.click(main.get_by_role("button", name="Begin met bouwen"))


def add(one: Counting, label: str, kind: str, options: str = "", place: str = "") -> None:
    if one.page.locator("#nieuw-soort").input_value() != kind:
        one.choose(one.page.locator("#nieuw-soort"), kind)
    if place:
        one.choose(one.page.locator("#nieuw-plek"), place)
    if options:
        one.fill(one.page.locator("#nieuw-antwoorden"), options)
    one.fill(one.page.locator("#nieuw"), label)
    one.enter(one.page.locator("#nieuw"))


def make_condition(one: Counting, question: str, about: str, value: str) -> None:
    page = one.page
    one.click(page.locator(".boom").get_by_role("link", name=question))
    show = page.locator("#v-show_if")
    one.click(show.locator("summary"), leaves=False)
    one.click(show.get_by_role("button", name="Voorwaarde erbij"))
    one.choose(page.locator("#v-show_if [name=line-0-field]"), about)
    page.locator("#v-show_if [name=line-0-value]").wait_for()
    one.saving(lambda: one.choose(page.locator("#v-show_if [name=line-0-value]"), value))


def publish(one: Counting) -> None:
    one.click(one.page.locator("#stand").get_by_role("link", name="Naar live"))
    one.click(one.page.get_by_role("button", name="Breng uit"))


def test_a_form_of_ten_questions_with_a_condition_goes_live_in_forty_five_acts(enter: Callable[..., Somebody]) -> None:
    who = enter().sign_in(ADMIN)
    one = Counting(who.page)
    begin(one, "Kort gesprek")
    for label, kind in QUESTIONS:
        add(one, label, kind)
    add(one, "Waar was het gesprek?", "one_of", "Thuis\nOp kantoor\nBuiten")
    add(one, "Wat is afgesproken?", "long_text")
    add(one, "Wie belt wie?", "short_text")
    make_condition(one, "Hoe is dat contact?", "is_er_contact_met_de_buren", "yes")
    publish(one)
    who.sees("Versie 1 is live")
    print(f"ten questions with a condition: {one.count} acts")
    assert one.count <= MOST_PLAIN


def test_a_form_with_a_repeat_and_a_score_is_built_proved_published_and_filled_in(enter: Callable[..., Somebody]) -> None:
    case = referred_case(enter)
    who = enter().sign_in(ADMIN)
    page, one = who.page, Counting(who.page)
    begin(one, "Huisbezoek")
    for label, kind in QUESTIONS:
        add(one, label, kind)
    add(one, "Afspraken", "repeat")
    add(one, "Welke afspraak?", "short_text")
    add(one, "Is het gelukt?", "yes_no")
    add(one, "Waarom niet?", "short_text")
    make_condition(one, "Hoe is dat contact?", "is_er_contact_met_de_buren", "yes")
    make_condition(one, "Waarom niet?", "is_het_gelukt", "no")
    one.click(page.get_by_role("link", name="Scores"))
    one.fill(page.locator("[name=label]"), "Samen")
    for label in ("Hoe gaat het met wonen?", "Hoe gaat het met geld?"):
        one.check(page.get_by_role("checkbox", name=label))
    one.fill(page.locator("[name=bands]"), "2 - 5 = zorgen\n6 - 10 = redelijk")
    one.click(page.get_by_role("button", name="Score erbij"))
    one.click(page.get_by_role("link", name="Terug naar het formulier"))
    prove(one)
    publish(one)
    who.sees("Versie 1 is live")
    print(f"with a repeat, a score and a proof: {one.count} acts")
    assert one.count <= MOST
    fill_in(enter, case)


def prove(one: Counting) -> None:
    """Fill in a part of the form in the preview and keep it as an example."""
    frame = one.page.frame_locator(".proefscherm")
    one.check(frame.locator("[name=is_er_contact_met_de_buren][value=yes]"))
    frame.locator("[data-vraag=hoe_is_dat_contact]:not([hidden])").wait_for()
    one.check(frame.locator("[name=hoe_gaat_het_met_wonen][value='4']"))
    one.check(frame.locator("[name=hoe_gaat_het_met_geld][value='3']"))
    frame.get_by_text("7 (redelijk)").wait_for()
    one.click(frame.get_by_role("button", name="Maak hier een proef van"))
    one.page.get_by_text("klopt", exact=True).wait_for()
    one.click(one.page.get_by_role("link", name="Terug naar het formulier"))


def referred_case(enter: Callable[..., Somebody]) -> str:
    """A case that Sanne de Boer works on."""
    tenant = {
        "street": "Lijsterbeslaan", "house_number": "14", "postcode": "9751 ZB", "town": "Veenrade", "lease_on": "2019-06-01",
        "form_of_address": "sir", "initials": "J.", "given_names": "Jurriën", "surname": "Zandt", "birth_year": 1979,
        "phone": "06 00 00 10 02", "reading": "easy",
    }  # fmt: skip
    matter = {
        "reason": "Harde muziek in de nacht.", "first-on": (TODAY - dt.timedelta(days=20)).isoformat(), "first-start": "23:40",
        "first-end": "23:59", "first-category": "noise", "first-facts": "M1 hoorde muziek.", "first-reporter_identity": "Mw. A. Terpstra",
    }  # fmt: skip
    case = steps.refer(enter().sign_in("m.hoekstra@veenpoort.example"), tenant, matter)
    steps.assign(enter().sign_in("w.kerkhof@bureaudriehoek.example"), case, "Sanne de Boer")
    return case


def fill_in(enter: Callable[..., Somebody], case: str) -> None:
    """The expert fills the new form in; the condition and the logic per row are seen to work."""
    sanne = enter().sign_in(EXPERT)
    sanne.go(f"/formulieren/zaak/{case.rsplit('/', 1)[1]}/formulier/huisbezoek")
    sanne.page.get_by_role("radio", name="Jurriën Zandt").check()
    sanne.page.locator("main form button").first.click()
    page = sanne.page
    page.locator("[name=wat_is_er_besproken]").fill("Van alles")
    page.locator("[name=wie_was_er_nog_bij]").fill("Niemand")
    page.locator("[name=hoe_gaat_het_met_wonen][value='4']").check()
    page.locator("[name=hoe_gaat_het_met_geld][value='3']").check()
    assert page.locator("[data-vraag=hoe_is_dat_contact]").is_hidden()
    page.locator("[name=is_er_contact_met_de_buren][value=yes]").check()
    page.locator("[data-vraag=hoe_is_dat_contact]").wait_for(state="visible")
    page.locator("[name=hoe_is_dat_contact]").fill("Goed")
    for part, value in (("day", TODAY.day), ("month", TODAY.month), ("year", TODAY.year + 1)):
        page.locator(f"[name=wanneer_is_het_volgende_gesprek-{part}]").fill(str(value))
    page.locator("[name=afspraken-0-welke_afspraak]").fill("Stil na tien uur")
    page.locator("[name=afspraken-0-is_het_gelukt][value=no]").check()
    page.locator("[data-vraag=afspraken-0-waarom_niet]").wait_for(state="visible")
    page.locator("[name=afspraken-0-waarom_niet]").fill("Er was bezoek")
    sanne.press("Bewaar en ga verder")
    sanne.sees("Stil na tien uur", "Er was bezoek", "Goed")
    sanne.press("Verstuur")
    assert re.search(r"/vaststellen|/lezen", sanne.path)


def test_questions_are_dragged_to_another_place_one_or_several_at_once(enter: Callable[..., Somebody]) -> None:
    who = enter().sign_in(ADMIN)
    page, one = who.page, Counting(who.page)
    begin(one, "Slepen")
    for label in ("Eerste", "Tweede", "Derde"):
        add(one, label, "short_text")
    add(one, "Groep", "repeat")

    def drag(label: str, onto: str, height: float) -> None:
        target = page.locator(f"[data-plek='field:{onto}']")
        box = target.bounding_box()
        assert box is not None
        one.saving(lambda: page.locator(f"[data-plek='field:{label}']").drag_to(target, target_position={"x": 60, "y": box["height"] * height}))

    def order() -> list[str]:
        return page.locator(".boom [data-plek^='field:']").evaluate_all("rows => rows.map(row => row.dataset.plek.slice(6))")

    drag("derde", "eerste", 0.2)
    assert order() == ["derde", "eerste", "tweede", "groep"]
    for label in ("Derde", "Eerste"):
        page.get_by_role("checkbox", name=f"Kies ‘{label}’").check()
    drag("eerste", "groep", 0.5)
    assert order() == ["tweede", "groep", "derde", "eerste"]
    assert page.locator(".boom .niveau-2").count() == 2
    with page.expect_navigation():
        page.get_by_role("button", name="Ongedaan").click()
    assert order() == ["derde", "eerste", "tweede", "groep"]


class Keys:
    """Somebody who has no pointer: Tab until the thing has the focus, then keys."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, what: Locator) -> None:
        for _press in range(250):
            if what.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {what}")

    def types(self, what: Locator, text: str) -> None:
        self.to(what)
        self.page.keyboard.type(text)

    def goes(self, what: Locator) -> None:
        self.to(what)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


def add_with_keys(keys: Keys, label: str, kind: str = "", options: str = "") -> None:
    page = keys.page
    assert page.evaluate("document.activeElement.id") == "nieuw", "the next question can be typed at once"
    page.keyboard.type(label)
    if kind:
        keys.types(page.locator("#nieuw-soort"), kind)
    if options:
        keys.types(page.locator("#nieuw-antwoorden"), options)
    keys.goes(page.locator("#nieuw-formulier button"))


def test_a_form_with_a_group_and_a_score_is_built_and_goes_live_without_a_pointer(enter: Callable[..., Somebody]) -> None:
    who = enter().sign_in(ADMIN)
    page, keys = who.page, Keys(who.page)
    who.go("/bouwen/nieuw")
    main = page.locator("main")
    keys.types(main.locator("[name=title]"), "Toetsen")
    keys.types(main.locator("[name=purpose]"), "Weten hoe het gaat")
    keys.goes(main.get_by_role("button", name="Begin met bouwen"))
    for label, kind, options in (
        ("Wat is er besproken?", "Lange", ""), ("Wat nog meer?", "", ""), ("Bijzonderheden?", "", ""), ("Wie was er bij?", "Korte", ""),
        ("Is er contact?", "Ja of", ""), ("Hoe is dat?", "Korte", ""), ("Waar was het?", "Eén", "Thuis\nBuiten"),
        ("Hoe gaat het?", "Schaal", ""), ("En met geld?", "", ""), ("Wanneer weer?", "Datum", ""),
        ("Schulden", "Herhaal", ""), ("Bedrag", "Bedrag", ""), ("Aan wie?", "Korte", ""),
    ):  # fmt: skip
        add_with_keys(keys, label, kind, options)
    keys.goes(page.locator(".boom a", has_text="Hoe is dat?"))
    keys.to(page.locator("#v-show_if summary"))
    page.keyboard.press("Enter")
    keys.goes(page.locator("#v-show_if").get_by_role("button", name="Voorwaarde erbij"))
    keys.types(page.locator("#show_if-0-field"), "Is er contact?")
    page.locator("#show_if-0-value").wait_for()
    before = page.locator("#stand").get_attribute("data-revisie")
    keys.types(page.locator("#show_if-0-value"), "Ja")
    page.wait_for_function("was => document.getElementById('stand').dataset.revisie !== was", arg=before)
    keys.goes(main.get_by_role("link", name="Scores", exact=True))
    keys.types(main.locator("#label"), "Zorgen")
    keys.to(main.locator("[name=items][value=hoe_gaat_het]"))
    page.keyboard.press("Space")
    keys.types(main.locator("#bands"), "t/m 2 = veel\nvanaf 3 = weinig")
    keys.goes(main.get_by_role("button", name="Score erbij"))
    who.sees("t/m 2 = veel, vanaf 3 = weinig")
    keys.goes(page.get_by_role("link", name="Terug naar het formulier"))
    assert page.locator(".boom .niveau-2").count() == 2, "both questions stand in the group"
    page.keyboard.press("/")
    keys.goes(page.locator("#stand").get_by_role("link", name="Naar live"))
    keys.goes(main.get_by_role("button", name="Breng uit"))
    who.sees("Versie 1 is live")


@pytest.mark.release
def test_the_designer_is_free_of_findings_at_every_width(enter: Callable[..., Somebody]) -> None:
    who = enter().sign_in(ADMIN)
    begin(Counting(who.page), "Kijken")
    one = Counting(who.page)
    add(one, "Is er contact met de buren?", "yes_no")
    add(one, "Hoe is dat contact?", "short_text")
    make_condition(one, "Hoe is dat contact?", "is_er_contact_met_de_buren", "yes")
    add(one, "Cijfer", "integer")
    add(one, "Dubbel", "calculated")
    one.click(who.page.locator(".boom a", has_text="Dubbel"))
    one.fill(who.page.locator("#p-value"), " × 2")
    who.page.locator("#p-value").evaluate("area => area.setSelectionRange(0, 0)")
    one.fill(who.page.locator("#formule-invoegen"), "[Cijfer]")
    one.click(who.page.get_by_role("button", name="Bewaar berekening"))
    who.sees("Dit is ‘Cijfer’ × 2.")
    draft = re.sub(r"[?#].*", "", who.path)
    for path in ("/bouwen/blokken", "/bouwen/invoer", "/bouwen/leefgebieden"):
        who.go(path)
        assert violations_everywhere(who) == []
    for path in ("?kies=field:hoe_is_dat_contact", "?kies=field:dubbel", "/voorbeeld", "/uitbrengen", "/vertalen", "/scores", "/proeven", "/geschiedenis"):
        who.go(draft + path)
        assert violations_everywhere(who) == []


def test_whoever_builds_at_the_same_form_is_told_of_the_other_before_saving(enter: Callable[..., Somebody]) -> None:
    who = enter().sign_in(ADMIN)
    one = Counting(who.page)
    begin(one, "Samen bouwen")
    add(one, "Eerste", "short_text")
    draft = re.sub(r"[?#].*", "", who.path)
    other = enter().sign_in("w.kerkhof@bureaudriehoek.example")
    other.go(f"{draft}?kies=field:eerste")
    other.page.locator("#samen-stand").get_by_text("Ook hier").wait_for()
    other.page.locator("#p-label").fill("Van de ander")
    one.click(who.page.locator(".boom a", has_text="Eerste"))
    one.saving(lambda: (who.page.locator("#p-label").fill("Van mij"), who.page.keyboard.press("Tab")))
    other.page.locator("#samen-stand").get_by_text("Gewijzigd: Vraag").wait_for()
    assert other.page.locator("#p-label").input_value() == "Van de ander"
    who.page.locator("#samen-stand").get_by_text("Ook hier").wait_for()
    other.page.keyboard.press("Tab")
    other.page.get_by_text("Er is niets overschreven").wait_for()
    other.sees("Van de ander")
    assert violations_everywhere(who) == []
