"""Two who build at one form: who is late is told, nothing is overwritten, and who is here is known."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from portal.definitions import services
from tests.builders.accounts import apart, make_actor
from tests.web.designer_pages import Builder, ClientFor, admin, attend, builder, colleague

__all__ = ["admin", "builder"]


def test_who_is_late_is_told_and_nothing_is_overwritten(builder: Builder, client_for: ClientFor) -> None:
    other = colleague(builder, client_for)
    seen = builder.revision
    other.do("set", target="field:dog", label="Van de ander", **{"has-label": "1"})
    answer = builder.do("set", revision=seen, target="field:dog", label="Van mij", **{"has-label": "1"})
    assert answer.status_code == 409
    assert "Persoon" in answer.text and "Van mij" in answer.text
    assert builder.body["pages"][0]["fields"][0]["label"] == {"nl": "Van de ander"}
    again = BeautifulSoup(answer.data, "html.parser").select_one("form[action$=wijzig]")
    assert again is not None
    kept = {str(one["name"]): str(one["value"]) for one in again.select("input")}
    assert builder.client.post(str(again["action"]), data=kept).status_code == 303
    assert builder.body["pages"][0]["fields"][0]["label"] == {"nl": "Van mij"}


@pytest.mark.parametrize("button", ["ongedaan", "opnieuw", "uitbrengen"])
def test_whoever_is_late_takes_nothing_of_the_other_back_and_publishes_nothing_unseen(
    builder: Builder, client_for: ClientFor, button: str
) -> None:
    builder.do("set", target="field:dog", label="Van mij", **{"has-label": "1"})
    if button == "opnieuw":
        builder.do("", to="ongedaan")
    other, seen = colleague(builder, client_for), builder.revision
    other.do("set", target="field:breed", label="Van de ander", **{"has-label": "1"})
    answer = builder.do("", revision=seen, to=button)
    page = BeautifulSoup(answer.data, "html.parser")
    assert answer.status_code == 409 and "Kijk eerst naar de nieuwe stand" in page.text
    assert page.select_one("main form") is None, "no button does it all the same"
    assert builder.revision == seen + 1 and builder.body["pages"][0]["fields"][1]["label"] == {"nl": "Van de ander"}


def test_who_else_builds_is_told_at_once_with_what_was_changed(builder: Builder, client_for: ClientFor) -> None:
    other, seen = colleague(builder, client_for), builder.revision
    assert "Ook hier" not in attend(builder).text
    assert "DOG" in attend(other, kies="form").text
    told = BeautifulSoup(attend(builder).data, "html.parser")
    assert "Ook hier" in told.text and "Persoon" in told.text
    token = str(told.select_one("input[name=gezien]")["value"])  # type: ignore[index]
    assert attend(builder, gezien=token).status_code == 204, "nothing is new"
    other.do("set", target="field:dog", label="Van de ander", **{"has-label": "1"})
    late = attend(builder, seen, gezien=token).text
    assert "Gewijzigd: Vraag" in late and "Haal de nieuwe stand" in late
    assert "Haal de nieuwe stand" not in attend(builder).text, "whoever has the new one is told nothing"
    assert "in een ander venster" in attend(other, seen).text
    other.do("", to="weg")
    assert "uitgebracht of weggelegd" in attend(builder).text


def test_who_left_is_not_told_of_any_more(builder: Builder, client_for: ClientFor) -> None:
    other = colleague(builder, client_for)
    with apart(builder.app) as uow:
        staying = make_actor(uow, "bureau_staff")
    with apart(builder.app, staying) as uow:
        uow.now -= services.GONE
        services.attend(uow, builder.draft_id, "form")
    attend(other, kies="\0" * 3)
    attend(other, kies="x" * 500)
    assert attend(builder).text.count("(bij") == 1
