"""States, signatories and dates of an agreement; its digest; what blocks it, what weakens it, what changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from portal.agreements import checks, compare, drafting, rules
from portal.agreements.compose import Head, compose
from portal.agreements.content import (
    ClauseItem,
    Content,
    DatedLine,
    Evaluation,
    HelpLine,
    Home,
    Interpreter,
    Occasion,
    RepresentativeParty,
    Response,
    Understanding,
    canonical,
    digest,
    digest_of_stored,
)
from portal.agreements.messages import FINDINGS
from portal.agreements.rules import Acting, Action, Meaning, SignerRole, TenantSide, VersionState
from portal.agreements.template import Template, keys, template
from portal.clauses.reading import reading
from portal.core.errors import Conflict, Invalid
from tests.builders.agreements import FREEZING, make_clause, make_content, make_tenant, make_terms, uuid_text


def codes(findings: list[checks.Finding]) -> set[str]:
    return {finding.code for finding in findings}


# ---- states --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", sorted(rules.CLOSED))
def test_nothing_leads_out_of_an_outcome(state: VersionState) -> None:
    for action in Action:
        with pytest.raises(Conflict):
            rules.move(state, action)


def test_the_status_is_partly_signed_until_the_last_signature() -> None:
    required = ["t1", "t2", "r1", "corporation", "expert"]
    said = [rules.progress(required, required[:count]).value for count in range(6)]
    assert said == ["offered", *["partly_signed"] * 4, "reflection"]


@pytest.mark.parametrize("state", [VersionState.IN_FORCE, VersionState.EXTENDED, VersionState.REFUSED])
def test_freezing_leaves_what_is_in_force_and_what_is_decided(state: VersionState) -> None:
    assert not rules.superseded_by_freezing(state)


def test_reflection_lasts_full_days_on_a_dutch_clock_across_the_change_of_the_clock() -> None:
    signed = dt.datetime(2026, 3, 26, 13, 0, tzinfo=dt.UTC)
    assert rules.reflection_end(signed, 7) == dt.datetime(2026, 4, 2, 12, 0, tzinfo=dt.UTC)


def test_an_agreed_first_day_may_be_later_than_the_reflection() -> None:
    over = dt.datetime(2026, 2, 26, 13, 0, tzinfo=dt.UTC)
    assert rules.effect_moment(over, None) == over
    assert rules.effect_moment(over, dt.date(2026, 3, 2)) == dt.datetime(2026, 3, 1, 23, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (dt.date(2026, 2, 26), 12, dt.date(2027, 2, 26)),
        (dt.date(2026, 8, 31), 6, dt.date(2027, 2, 28)),
        (dt.date(2027, 8, 31), 6, dt.date(2028, 2, 29)),
        (dt.date(2026, 12, 1), 1, dt.date(2027, 1, 1)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(day: dt.date, months: int, end: dt.date) -> None:
    assert rules.add_months(day, months) == end


@pytest.mark.parametrize("until", [dt.date(2026, 9, 2), dt.date(2027, 9, 3)])
def test_an_extension_lengthens_by_at_most_a_year(until: dt.date) -> None:
    with pytest.raises(Invalid):
        rules.check_extension(dt.date(2026, 9, 2), until)


# ---- who signs -----------------------------------------------------------------------------------------------------


def test_a_tenant_under_guardianship_signs_for_having_seen_it() -> None:
    signers = rules.required_signatories(
        [TenantSide("t1", SignerRole.TENANT)], [Acting("r1", "t1", SignerRole.GUARDIAN)]
    )
    assert [(one.key, one.meaning) for one in signers[:2]] == [("t1", Meaning.SEEN), ("r1", Meaning.CONSENT)]


def test_representatives_sign_after_the_tenants_and_before_the_others() -> None:
    signers = rules.required_signatories(
        [TenantSide("t2", SignerRole.CO_TENANT), TenantSide("t1", SignerRole.TENANT)],
        [Acting("r2", "t1", SignerRole.MENTOR), Acting("r1", "t2", SignerRole.ADMINISTRATOR)],
    )
    assert [one.key for one in signers] == ["t1", "t2", "r1", "r2", "corporation", "expert"]
    assert [one.order for one in signers] == [1, 1, 2, 2, 3, 4]


def test_a_mentor_signs_for_help_and_information_only() -> None:
    content = make_content(
        representatives=(
            RepresentativeParty(
                key="r1", representation_id=uuid_text(9), tenant="t1", kind=SignerRole.MENTOR, name="M. Łukasik"
            ),
        )
    )
    block = next(one for one in content.signatories if one.key == "r1")
    assert (block.meaning, block.sections) == (Meaning.SECTIONS, (7, 10))


# ---- content -------------------------------------------------------------------------------------------------------


def test_the_same_content_has_the_same_digest_and_another_word_another() -> None:
    assert digest(make_content()) == digest(make_content())
    assert digest(make_content()) != digest(make_content(purpose="Iets anders."))


def test_the_digest_survives_the_database() -> None:
    content = make_content()
    stored = content.model_dump(mode="json", by_alias=True)
    assert digest_of_stored(stored) == digest(content) == digest(Content.model_validate(stored))


def test_composed_and_decomposed_letters_are_one_content() -> None:
    one = make_content(purpose="Rust in het gebouw van Jurriën.")
    other = make_content(purpose="Rust in het gebouw van Jurrie\u0308n.")
    assert canonical(one) == canonical(other)


def test_all_seventeen_sections_are_there_with_plain_words() -> None:
    content = make_content()
    assert [section.number for section in content.sections] == list(range(17))
    assert all(section.plain for section in content.sections)


def test_children_have_no_name_and_reporters_no_trace() -> None:
    text = canonical(make_content()).decode()
    assert "1 × 10 tot en met 12 jaar" in text
    assert "M1" not in text


@pytest.mark.parametrize(
    "changes",
    [
        {"responses": (Response(tenant="t9", text="x"),)},
        {"clauses": (make_clause(2, "V1"),)},
        {"clauses": (make_clause(1, "V1", addressees=("t9",)),)},
        {"tenants": (make_tenant("t1"), make_tenant("t1"))},
    ],
)
def test_terms_that_point_nowhere_are_no_terms(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        make_terms(**changes)


def test_three_templates_are_shipped() -> None:
    assert keys() == ("extension", "last_chance", "voluntary")


@pytest.mark.parametrize("key", keys())
def test_every_template_is_easy_to_read_and_blocks_nothing_by_itself(key: str) -> None:
    content = compose(make_terms(), template(key), Head("D-2026-0001", 1, 1, FREEZING))
    for section in content.sections:
        measured = reading(section.plain)
        assert measured.easy, (section.number, section.plain, measured)
    assert checks.blocking(content) == []
    defaults = template(key).defaults
    own = make_content(purpose=defaults.purpose, ladder=defaults.ladder, criteria=defaults.criteria)
    assert checks.blocking(own) == []


def _first_intro(text: object) -> Any:
    def change(body: dict[str, Any]) -> None:
        body["sections"][5]["intro"] = [text]

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_first_intro("{case.reporters}"), "placeholder in section 5"),
        (_first_intro({"text": "x", "when": {"var": "reporter"}}), "no fact"),
        (_first_intro("Bij een overtreding eindigt de huur."), "refused in section 5"),
        (lambda body: body["sections"][4].update(when={"==": [1, 1]}), "always applies"),
        (lambda body: body["sections"].pop(), "missing in section None"),
        (lambda body: body["signers"].pop(), "signers in section None"),
        (lambda body: body["sections"][8].update(slots=[]), "slot_nowhere in section None"),
    ],
)
def test_a_template_that_could_harm_is_refused(change: Any, said: str) -> None:
    broken = template("voluntary").model_dump(mode="json", by_alias=True)
    change(broken)
    with pytest.raises(ValidationError, match=said):
        Template.model_validate(broken)


def test_a_paragraph_stands_there_only_when_its_condition_holds() -> None:
    sentence = "Minderjarige kinderen zijn geen partij."
    with_children, without = make_content(), make_content(home=Home(address="Lijsterbeslaan 12"))
    assert sentence in str(with_children.sections[2]) and sentence not in str(without.sections[2])


def test_content_from_before_the_slots_keeps_its_digest_and_its_clauses() -> None:
    old = make_content().model_dump(mode="json", by_alias=True)
    for section in old["sections"]:
        section.pop("clauses", None)
    for clause in old["clauses"]:
        for later in ("meanings", "translations"):
            clause.pop(later, None)
    read = Content.model_validate(old)
    assert digest(read) == digest_of_stored(old)
    assert len(read.clauses_in(6)) == 5 and read.clauses_in(8) == ()


def test_a_value_is_never_read_as_a_template() -> None:
    content = make_content(purpose="{complaint} {{ 7*7 }}")
    assert content.sections[5].blocks[0].text == "{complaint} {{ 7*7 }}"


# ---- what blocks ---------------------------------------------------------------------------------------------------


def test_a_complete_agreement_is_neither_blocked_nor_weak() -> None:
    assert checks.blocking(make_content()) == []
    assert checks.warnings(make_content()) == []


LINE = HelpLine(
    goal="stil na 22.00 uur", provider="Thuiskracht", starter="expert", start_by=dt.date(2026, 3, 5), fallback="x"
)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"responses": ()}, "agreement.response"),
        ({"responses": (Response(tenant="t1"),)}, "agreement.response"),
        ({"occasion": Occasion()}, "agreement.occasion"),
        ({"purpose": ""}, "agreement.purpose"),
        ({"months": 0}, "agreement.months"),
        ({"months": 48}, "agreement.months"),
        ({"starts_on": dt.date(2026, 2, 1)}, "agreement.start_past"),
        ({"clauses": ()}, "agreement.no_clauses"),
        ({"clauses": (make_clause(1, "G6"),)}, "agreement.placeholder"),
        ({"clauses": (make_clause(1, "G6", {"date": "2026-02-01"}),)}, "agreement.clause_past"),
        ({"clauses": (make_clause(1, "V1", incidents=(9,)),)}, "agreement.incident_unknown"),
        ({"help": (LINE.model_copy(update={"starter": ""}),)}, "agreement.help_starter"),
        ({"help": (LINE.model_copy(update={"start_by": None}),)}, "agreement.help_date"),
        ({"help": (LINE.model_copy(update={"start_by": dt.date(2029, 1, 1)}),)}, "agreement.help_date_wrong"),
        ({"help": (LINE.model_copy(update={"fallback": ""}),)}, "agreement.help_fallback"),
        ({"evaluations": ()}, "agreement.evaluations"),
        ({"evaluations": (Evaluation(on=dt.date(2025, 1, 1)),)}, "agreement.evaluation_date"),
        ({"evaluations": (Evaluation(on=dt.date(2026, 5, 1)),) * 2}, "agreement.evaluation_twice"),
        ({"reflection_days": 1}, "agreement.reflection_days"),
        ({"complaint": ""}, "agreement.complaint"),
        ({"ladder": ("Bij een overtreding betaalt u een boete van € 25 per dag.",)}, "agreement.penalty"),
        ({"ladder": ("Dan eindigt de huurovereenkomst.",)}, "agreement.ladder_refused"),
        ({"criteria": ("u neemt uw medicijnen in",)}, "agreement.refused.medication"),
        ({"tenants": (make_tenant(check_result="administration"),)}, "agreement.administrator_missing"),
        ({"tenants": (make_tenant(check_result="guardianship"),)}, "agreement.guardian_missing"),
        ({"tenants": (make_tenant(birth_year=2015),)}, "agreement.tenant_minor"),
        ({"understanding": Understanding(interpreter=Interpreter())}, "agreement.interpreter_name"),
    ],
)
def test_what_is_open_or_may_not_be_blocks(changes: dict[str, Any], code: str) -> None:
    assert code in codes(checks.blocking(make_content(**changes)))


def test_information_about_health_may_not_be_exchanged() -> None:
    flow = make_terms().exchange[0].model_copy(update={"shares": ("de diagnose",)})
    assert "agreement.exchange_private" in codes(checks.blocking(make_content(exchange=(flow,))))


def test_the_last_step_of_the_ladder_may_name_the_judge_who_decides() -> None:
    assert not codes(checks.blocking(make_content())) & {"agreement.ladder_refused", "agreement.refused.lease_ends"}


# ---- what weakens --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"clauses": (make_clause(1, "V1"),)}, "agreement.no_incident"),
        ({"clauses": (make_clause(1, "V1", text="U veroorzaakt geen overlast.", incidents=(1,)),)}, "agreement.vague"),
        ({"clauses": (make_clause(1, "V1", incidents=(1,)), make_clause(2, "V6", incidents=(1,)))}, "agreement.clash.quiet_hours"),
        ({"clauses": (make_clause(1, "V3", incidents=(1,)), make_clause(2, "V3", incidents=(1,)))}, "agreement.clause_twice"),
        ({"tenants": (make_tenant(language="pl"),)}, "agreement.interpreter"),
        ({"tenants": (make_tenant(checked_on=None),)}, "agreement.register_never"),
        ({"tenants": (make_tenant(checked_on=dt.date(2026, 1, 1)),)}, "agreement.register_old"),
        ({"tenants": (make_tenant(), make_tenant("t2", "Bülent Öztürk"))}, "agreement.response_of"),
        ({"tenants": (make_tenant(reads_hard=True),), "understanding": Understanding(read_aloud=False)}, "agreement.read_aloud"),
        ({"help": ()}, "agreement.no_help"),
        ({"reflection_days": 5}, "agreement.short_reflection"),
    ],
)  # fmt: skip
def test_what_a_judge_would_weigh_is_warned_of_but_does_not_block(changes: dict[str, Any], code: str) -> None:
    content = make_content(**changes)
    assert code in codes(checks.warnings(content))
    assert code not in codes(checks.blocking(content))


# ---- clauses and changes -------------------------------------------------------------------------------------------


def test_clauses_stay_numbered_whatever_is_done_with_them() -> None:
    terms = make_terms()
    terms = drafting.without_clause(terms, 2)
    terms = drafting.moved_clause(terms, 4, 1)
    assert [(one.number, one.code) for one in terms.clauses] == [(1, "G5"), (2, "V1"), (3, "V14"), (4, "G1")]


@pytest.mark.parametrize("place", [0, 6, -1])
def test_a_clause_that_is_not_there_cannot_be_moved(place: int) -> None:
    with pytest.raises(Invalid):
        drafting.moved_clause(make_terms(), place, 1)


def test_a_clause_for_one_tenant_says_so_on_paper() -> None:
    from portal.agreements.printing import agreement_html

    both = (make_tenant(), make_tenant("t2", "Bülent Öztürk"))
    clauses: tuple[ClauseItem, ...] = (make_clause(1, "V4", addressees=("t2",)), make_clause(2, "V3"))
    html = agreement_html(make_content(tenants=both, clauses=clauses))
    assert html.count("<strong>Voor:</strong> Bülent Öztürk.") == 1


def test_two_versions_are_compared_in_facts() -> None:
    old = make_content()
    new = make_content(
        version=2,
        clauses=(make_clause(1, "V1", {"from": "23:00"}, incidents=(1,)), make_clause(2, "V10", incidents=(2,))),
        months=6,
    )
    found = {(one.code, one.params.get("code", one.section)) for one in compare.differences(old, new)}
    assert found == {
        ("change.clause_text", "V1"), ("change.clause_added", "V10"), ("change.clause_removed", "V3"),
        ("change.clause_removed", "V14"), ("change.clause_removed", "G1"), ("change.clause_removed", "G5"),
        ("change.section", 5),
    }  # fmt: skip
    assert compare.differences(old, make_content(version=2)) == []


# ---- the health before a judge ------------------------------------------------------------------------------------

WEAK = {
    "vague clause": (lambda: make_content(clauses=(make_clause(1, "V1", text="U maakt geen overlast."),)), "agreement.vague"),
    "no answer of the tenant": (lambda: make_content(responses=()), "agreement.response"),
    "no time to think": (lambda: make_content(reflection_days=3), "agreement.short_reflection"),
    "no interpreter": (lambda: make_content(tenants=(make_tenant(language="ar"),)), "agreement.interpreter"),
    "missing representative": (
        lambda: make_content(tenants=(make_tenant(check_result="administration"),)), "agreement.administrator_missing",
    ),
    "help never started": (lambda: make_content(help=()), "agreement.no_help"),
    "clause not tied to an incident": (lambda: make_content(clauses=(make_clause(1, "V1"),)), "agreement.no_incident"),
    "automatic end of the lease": (
        lambda: make_content(purpose="Bij een overtreding eindigt de huur."), "agreement.refused.lease_ends",
    ),
    "penalty": (lambda: make_content(ladder=("Bij elke overtreding geldt een boete van 25 euro.",)), "agreement.penalty"),
    "no mandate": (
        lambda: make_content(corporation=make_terms().corporation.model_copy(update={"mandate": ""})), "agreement.mandate",
    ),
}  # fmt: skip


@pytest.mark.parametrize("point", sorted(WEAK))
def test_each_point_of_the_legal_health_is_found_and_says_what_to_do(point: str) -> None:
    make, code = WEAK[point]
    content = make()
    found = [*checks.blocking(content), *checks.warnings(content)]
    assert code in codes(found)
    said = next(str(FINDINGS[one.code]) % dict(one.params) for one in found if one.code == code)
    assert said.endswith(".") and "%" not in said


def test_a_change_after_the_first_signature_and_help_that_never_began_weaken_the_next_version() -> None:
    content = make_content(version=2, occasion=make_terms().occasion.model_copy(update={"earlier_help": ()}))
    late = (("rust in huis", FREEZING - dt.timedelta(days=3)), ("later", FREEZING + dt.timedelta(days=3)))
    course = checks.Earlier(1, FREEZING - dt.timedelta(days=40), True, late)
    found = checks.warnings(content, course)
    assert [(one.code, one.params.get("goal")) for one in found] == [
        ("agreement.help_late", "rust in huis"), ("agreement.changed_after_signing", None),
    ]  # fmt: skip
    offered = DatedLine(on=FREEZING - dt.timedelta(days=10), text="Begeleiding, Thuiskracht; aangenomen")
    helped = make_content(occasion=make_terms().occasion.model_copy(update={"earlier_help": (offered,)}))
    assert codes(checks.warnings(helped, course)) == {"agreement.changed_after_signing"}
