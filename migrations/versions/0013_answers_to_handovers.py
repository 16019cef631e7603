"""answers to handovers

What a social team answers, and what it may read on PostgreSQL: a case only while its handover is offered, accepted or
in aftercare, of that case the handovers that were sent, and its own answers; until now every row of compartment A.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

# As in 0002: the tables of a case whose policy named the social team, with their compartment.
TABLES = {
    "agreement": "A",
    "agreement_draft": "B",
    "agreement_version": "A",
    "care_answers": "C",
    "care_note": "C",
    "care_release": "A",
    "case_document": "column",
    "clause_reading": "A",
    "contact": "column",
    "dossier": "B",
    "dossier_filing": "B",
    "dossier_piece": "B",
    "help_offer": "column",
    "household_member": "A",
    "incident": "B",
    "incident_hearing": "B",
    "participant": "A",
    "referral_draft": "A",
    "released_item": "A",
    "reporter": "B",
    "sealed_file": "A",
    "signatory": "A",
    "signature": "A",
    "signing_invitation": "A",
    "signing_question": "A",
    "signing_refusal": "A",
    "signing_round": "A",
    "signing_withdrawal": "A",
    "stored_file": "column",
    "submission": "A",
    "submission_answers": "column",
    "tenant_session": "A",
}
EXPERT = "(driehoek_is('user') AND current_setting('driehoek.expert', true) = 'yes' AND driehoek_in('driehoek.actor', expert_id))"
CORPORATION = "(driehoek_is('user') AND driehoek_in('driehoek.corporations', corporation_id))"
TEAM = "(driehoek_is('user') AND driehoek_in('driehoek.social_teams', social_team_id))"
TEAM_WITH_OFFER = f"({TEAM} AND state IN ('handover_offered', 'handover_accepted', 'aftercare'))"
TENANT = "(driehoek_is('tenant') AND driehoek_in('driehoek.tenant_case', id))"
EVERYTHING = "(driehoek_is('system') OR driehoek_is('bureau'))"


def of_case(condition: str) -> str:
    return f'EXISTS (SELECT 1 FROM "case" WHERE "case".id = case_id AND {condition})'


SENT = "family_key = 'handover' AND state IN ('submitted', 'accepted')"
IN_HANDOVER = (
    "EXISTS (SELECT 1 FROM submission WHERE submission.id = submission_id"
    " AND submission.family_key = 'handover' AND submission.state IN ('submitted', 'accepted'))"
)
OWN = {
    "submission": f"({SENT} AND {of_case(TEAM_WITH_OFFER)})",
    "submission_answers": f"({IN_HANDOVER} AND {of_case(TEAM_WITH_OFFER)})",
    "care_answers": f"({IN_HANDOVER} AND {of_case(TEAM_WITH_OFFER)})",
    "handover_answer": "(driehoek_is('user') AND driehoek_in('driehoek.social_teams', organisation_id))",
}
"""What a social team reads beside the case itself."""


def ways_to(compartment: str) -> list[str]:
    letter = "compartment" if compartment == "column" else f"'{compartment}'"
    return [
        "driehoek_is('system')",
        "(case_id IS NULL AND driehoek_is('user'))",  # not of a case yet: confined by the application
        f"(driehoek_is('bureau') AND {letter} <> 'C')",
        f"({letter} <> 'B' AND {of_case(EXPERT)})",
        f"({letter} <> 'C' AND {of_case(CORPORATION)})",
        f"({letter} <> 'B' AND {of_case(TENANT)})",
    ]


def alter(table: str, ways: list[str]) -> None:
    allowed = " OR ".join(ways)
    op.execute(f'ALTER POLICY rows_of_actor ON "{table}" USING ({allowed}) WITH CHECK ({allowed})')


def upgrade() -> None:
    op.create_table(
        "handover_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "answer", sa.Enum("accepted", "declined", name="answer", native_enum=False, length=40), nullable=False
        ),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("duty", sa.String(length=150), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["answered_by"], ["user.id"], name=op.f("fk_handover_answer_answered_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_handover_answer_case_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_handover_answer_organisation_id")
        ),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_handover_answer_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_answer")),
    )
    with op.batch_alter_table("handover_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_answer_case_id"), ["case_id"], unique=False)
    if op.get_bind().dialect.name != "postgresql":
        return
    alter("case", [EVERYTHING, EXPERT, CORPORATION, TEAM_WITH_OFFER, TENANT])
    for table, compartment in TABLES.items():
        alter(table, [*ways_to(compartment), *([OWN[table]] if table in OWN else [])])
    op.execute("ALTER TABLE handover_answer ENABLE ROW LEVEL SECURITY")
    allowed = " OR ".join([*ways_to("A"), OWN["handover_answer"]])
    op.execute(f"CREATE POLICY rows_of_actor ON handover_answer USING ({allowed}) WITH CHECK ({allowed})")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        alter("case", [EVERYTHING, EXPERT, CORPORATION, TEAM, TENANT])
        for table, compartment in TABLES.items():
            letter = "compartment" if compartment == "column" else f"'{compartment}'"
            alter(table, [*ways_to(compartment), f"({letter} = 'A' AND {of_case(TEAM)})"])
        op.execute("DROP POLICY rows_of_actor ON handover_answer")
    with op.batch_alter_table("handover_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_answer_case_id"))

    op.drop_table("handover_answer")
