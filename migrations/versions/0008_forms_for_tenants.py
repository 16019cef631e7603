"""forms for tenants"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

TABLES = ("tenant_form", "tenant_form_session")
IN_CASE = 'EXISTS (SELECT 1 FROM "case" WHERE "case".id = case_id AND {})'
EXPERT = "driehoek_is('user') AND current_setting('driehoek.expert', true) = 'yes' AND driehoek_in('driehoek.actor', expert_id)"
TENANT = "driehoek_is('tenant') AND driehoek_in('driehoek.tenant_case', id)"
ALLOWED = f"driehoek_is('system') OR {IN_CASE.format(EXPERT)} OR {IN_CASE.format(TENANT)}"
"""What a tenant tells is for the tenant and the expert of the case; which tenant is confined by the application."""


def upgrade() -> None:
    op.create_table(
        "translation_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("reviewer", sa.String(length=150), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["user.id"], name=op.f("fk_translation_review_recorded_by")),
        sa.ForeignKeyConstraint(["version_id"], ["form_version.id"], name=op.f("fk_translation_review_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation_review")),
    )
    with op.batch_alter_table("translation_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_translation_review_version_id"), ["version_id"], unique=False)

    op.create_table(
        "tenant_form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("family_key", sa.String(length=40), nullable=False),
        sa.Column("form_version_id", sa.Uuid(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("sent_to", sa.String(length=200), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state", sa.Enum("open", "sent", "ended", name="state", native_enum=False, length=40), nullable=False
        ),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("code_salt", sa.String(length=32), nullable=True),
        sa.Column("code_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sends", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_tenant_form_case_id")),
        sa.ForeignKeyConstraint(["form_version_id"], ["form_version.id"], name=op.f("fk_tenant_form_form_version_id")),
        sa.ForeignKeyConstraint(["invited_by"], ["user.id"], name=op.f("fk_tenant_form_invited_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_tenant_form_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenant_form")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_tenant_form_token_hash")),
    )
    with op.batch_alter_table("tenant_form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tenant_form_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tenant_form_person_id"), ["person_id"], unique=False)

    op.create_table(
        "tenant_form_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_form_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_tenant_form_session_case_id")),
        sa.ForeignKeyConstraint(
            ["tenant_form_id"], ["tenant_form.id"], name=op.f("fk_tenant_form_session_tenant_form_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenant_form_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_tenant_form_session_token_hash")),
    )
    with op.batch_alter_table("tenant_form_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tenant_form_session_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tenant_form_session_tenant_form_id"), ["tenant_form_id"], unique=False)

    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
            op.execute(f'CREATE POLICY rows_of_actor ON "{table}" USING ({ALLOWED}) WITH CHECK ({ALLOWED})')


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f'DROP POLICY rows_of_actor ON "{table}"')
    with op.batch_alter_table("tenant_form_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tenant_form_session_tenant_form_id"))
        batch_op.drop_index(batch_op.f("ix_tenant_form_session_case_id"))

    op.drop_table("tenant_form_session")
    with op.batch_alter_table("tenant_form", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tenant_form_person_id"))
        batch_op.drop_index(batch_op.f("ix_tenant_form_case_id"))

    op.drop_table("tenant_form")
    with op.batch_alter_table("translation_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_translation_review_version_id"))

    op.drop_table("translation_review")
