"""row security

The second wall on PostgreSQL: what an actor may see is said per transaction by the application (driehoek.* settings) and
checked by the database, for a role that does not own the tables. On SQLite there is nothing to do.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

# Table of a case to its compartment: a letter for the whole table, "column" where each row names its own.
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

FUNCTIONS = """
CREATE FUNCTION driehoek_is(text) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT current_setting('driehoek.kind', true) = $1 $$;
CREATE FUNCTION driehoek_in(text, uuid) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT $2::text = ANY (string_to_array(current_setting($1, true), ',')) $$;
"""

CASE_EXPERT = "(driehoek_is('user') AND current_setting('driehoek.expert', true) = 'yes' AND driehoek_in('driehoek.actor', expert_id))"
CASE_CORPORATION = "(driehoek_is('user') AND driehoek_in('driehoek.corporations', corporation_id))"
CASE_SOCIAL_TEAM = "(driehoek_is('user') AND driehoek_in('driehoek.social_teams', social_team_id))"
CASE_TENANT = "(driehoek_is('tenant') AND driehoek_in('driehoek.tenant_case', id))"
EVERYTHING = "(driehoek_is('system') OR driehoek_is('bureau'))"


def of_case(condition: str) -> str:
    return f'EXISTS (SELECT 1 FROM "case" WHERE "case".id = case_id AND {condition})'


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(FUNCTIONS)
    condition = " OR ".join([EVERYTHING, CASE_EXPERT, CASE_CORPORATION, CASE_SOCIAL_TEAM, CASE_TENANT])
    op.execute('ALTER TABLE "case" ENABLE ROW LEVEL SECURITY')
    op.execute(f'CREATE POLICY rows_of_actor ON "case" USING ({condition}) WITH CHECK ({condition})')
    for table, compartment in TABLES.items():
        letter = "compartment" if compartment == "column" else f"'{compartment}'"
        allowed = " OR ".join(
            [
                "driehoek_is('system')",
                "(case_id IS NULL AND driehoek_is('user'))",  # not of a case yet: confined by the application
                f"(driehoek_is('bureau') AND {letter} <> 'C')",
                f"({letter} <> 'B' AND {of_case(CASE_EXPERT)})",
                f"({letter} <> 'C' AND {of_case(CASE_CORPORATION)})",
                f"({letter} = 'A' AND {of_case(CASE_SOCIAL_TEAM)})",
                f"({letter} <> 'B' AND {of_case(CASE_TENANT)})",
            ]
        )
        op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        op.execute(f'CREATE POLICY rows_of_actor ON "{table}" USING ({allowed}) WITH CHECK ({allowed})')


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in ["case", *TABLES]:
        op.execute(f'DROP POLICY rows_of_actor ON "{table}"')
        op.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
    op.execute("DROP FUNCTION driehoek_is(text); DROP FUNCTION driehoek_in(text, uuid);")
