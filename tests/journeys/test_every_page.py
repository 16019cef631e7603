"""Every page that somebody can reach: axe at two widths, in light and dark, and no sideways scrolling at 320 pixels."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser

from tests.crawling import links
from tests.journeys import steps
from tests.journeys.axe import violations_everywhere
from tests.journeys.somebody import Somebody
from tests.live import Live

pytestmark = [pytest.mark.journey, pytest.mark.slow]
EXAMPLES = 1
"""Of pages that differ only in an id or a number so many are looked at."""
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=[/=])\d+(?=$|[/&#])|(?<=/)[VG]\d{1,2}(?=/|$)")
STAFF = (
    "m.hoekstra@veenpoort.example", "s.deboer@zandhof.example", "w.kerkhof@bureaudriehoek.example",
    "f.oldenhuis@bureaudriehoek.example", "a.brandsma@bureaudriehoek.example", "t.luinstra@bureaudriehoek.example",
    "h.wiersma@veenrade.example",
)  # fmt: skip
LETTERS = (
    "/t/",
    "/t/hulp",
    "/t/overeenkomst",
    "/t/nakijken",
    "/t/vraag",
    "/t/afspraak/1",
    "/t/niet-eens/1",
    "/t/weigeren",
)
_looked_at: set[str] = set()


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A portal filled with the demo."""
    started = Live(tmp_path_factory.mktemp("demo"))
    started.command("migrate")
    started.command("demo")
    started.start()
    yield started
    started.kill()


def kind_of(address: str) -> str:
    """Return what kind of page an address is: ids and numbers left out."""
    path, _, query = address.partition("?")
    keys = "&".join(sorted(part.partition("=")[0] for part in query.split("&") if part))
    return _ID.sub("*", path) + (f"?{keys}" if keys else "")


def pages(who: Somebody, start: str = "/") -> list[str]:
    """Return an address of every kind of page that somebody reaches by links, without opening them in the browser."""
    queue, seen, count, found = deque([start]), {start}, Counter[str](), []
    while queue:
        address = queue.popleft()
        answer = who.page.context.request.get(f"{who.url}{address}", max_redirects=5)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        found.append(address)
        for link in links(answer.text(), ()):
            whole = urlsplit(urldefrag(urljoin(f"{who.url}{address}", link)).url)
            target = whole.path + (f"?{whole.query}" if whole.query else "")
            if f"{whole.scheme}://{whole.netloc}" != who.url or whole.path.startswith(("/static/", "/taal/", "/t/")):
                continue
            if target not in seen and count[kind_of(target)] < EXAMPLES:
                seen.add(target)
                count[kind_of(target)] += 1
                queue.append(target)
    return found


@pytest.mark.parametrize("email", STAFF)
def test_pages_of_people_who_sign_in(enter: Callable[..., Somebody], email: str) -> None:
    who = enter().sign_in(email)
    fresh = [one for one in pages(who) if kind_of(one) not in _looked_at]
    _looked_at.update(map(kind_of, fresh))
    wrong = [line for address in fresh for line in violations_everywhere(who.go(address))]
    assert wrong == []


def test_pages_of_a_tenant(enter: Callable[..., Somebody]) -> None:
    who, outbox = enter(phone=True), enter()
    number = "+31600005601"
    link = outbox.newest_message(number, steps.LINK)
    wrong = violations_everywhere(who.go(link))
    who.press("Begin")
    wrong += violations_everywhere(who)
    who.fill({"code": "000000"}).press("Verder")
    wrong += violations_everywhere(who)
    who.fill({"code": outbox.newest_message(number, steps.CODE)}).press("Verder")
    for path in LETTERS:
        wrong += violations_everywhere(who.go(path))
    who.go("/t/afspraak/1").press("Verder", last=True)
    wrong += violations_everywhere(who)
    who.go("/t/weigeren").press("Ik teken niet")
    wrong += violations_everywhere(who)
    wrong += violations_everywhere(who.go(link[:-4] + "xxxx"))
    assert wrong == []


def test_pages_that_nobody_needs_to_sign_in_for(enter: Callable[..., Somebody], browser: Browser) -> None:
    who, wrong = enter(), []
    for path in ("/inloggen", "/berichten/", "/verificatie/", "/wachtwoord-vergeten", "/bestaat-niet", "/zaken"):
        wrong += violations_everywhere(who.go(path))
    who.go("/inloggen").fill({"email": "niemand@veenrade.example", "password": "fout fout fout"}, inside="main form")
    who.press("Inloggen")
    wrong += violations_everywhere(who)
    assert wrong == []


def test_pages_with_mistakes(enter: Callable[..., Somebody]) -> None:
    marijke, wrong = enter().sign_in("m.hoekstra@veenpoort.example"), []
    marijke.go("/zaken/aanmelden").press("Verder")
    wrong += violations_everywhere(marijke)
    marijke.sees("Er klopt iets nog niet")
    assert wrong == []


def test_looking_sees_a_planted_fault(enter: Callable[..., Somebody]) -> None:
    who = enter().go("/inloggen")
    planted = "<img src='/static/img/none.svg'><div id='wide'>grijze woorden op grijs</div>"
    who.page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", planted)
    who.page.evaluate("document.getElementById('wide').style.cssText = 'width:900px;color:#888;background:#999'")
    told = violations_everywhere(who)
    for look in ("1280 light", "1280 dark", "390 light", "390 dark"):
        rules = " ".join(line for line in told if line.startswith(look))
        assert "image-alt" in rules, look
        assert "color-contrast" in rules, look
    assert any(line.startswith("390 forced") and "image-alt" in line for line in told)
    assert any("too wide" in line for line in told)
