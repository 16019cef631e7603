"""corrections"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

IN_CASE = 'EXISTS (SELECT 1 FROM "case" WHERE "case".id = case_id AND {})'
EXPERT = "driehoek_is('user') AND current_setting('driehoek.expert', true) = 'yes' AND driehoek_in('driehoek.actor', expert_id)"
CORPORATION = "driehoek_is('user') AND driehoek_in('driehoek.corporations', corporation_id)"
ALLOWED = " OR ".join(
    [
        "driehoek_is('system')",
        "(driehoek_is('bureau') AND compartment <> 'C')",
        f"(compartment <> 'B' AND {IN_CASE.format(EXPERT)})",
        f"(compartment <> 'C' AND {IN_CASE.format(CORPORATION)})",
    ]
)
"""As for every table of a case: nobody reads a correction of what is not theirs to read."""


def upgrade() -> None:
    op.create_table(
        "answer_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column(
            "compartment", sa.Enum("A", "B", "C", name="compartment", native_enum=False, length=40), nullable=False
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.String(length=60), nullable=False),
        sa.Column("corrected_by", sa.Uuid(), nullable=True),
        sa.Column("change_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("care_change_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_answer_correction_case_id")),
        sa.ForeignKeyConstraint(["corrected_by"], ["user.id"], name=op.f("fk_answer_correction_corrected_by")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_answer_correction_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_correction")),
        sa.UniqueConstraint("submission_id", "number", name=op.f("uq_answer_correction_submission_id_number")),
    )
    with op.batch_alter_table("answer_correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_correction_case_id"), ["case_id"], unique=False)

    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.add_column(sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True))

    if op.get_bind().dialect.name == "postgresql":
        op.execute('ALTER TABLE "answer_correction" ENABLE ROW LEVEL SECURITY')
        op.execute(f'CREATE POLICY rows_of_actor ON "answer_correction" USING ({ALLOWED}) WITH CHECK ({ALLOWED})')


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute('DROP POLICY rows_of_actor ON "answer_correction"')
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_column("corrected_at")

    with op.batch_alter_table("answer_correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_correction_case_id"))

    op.drop_table("answer_correction")
