"""who fills in"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.add_column(sa.Column("filled_by_role", sa.String(length=20), nullable=True))
    op.execute("UPDATE submission SET filled_by_role = 'expert'")
    op.execute("UPDATE submission SET filled_by_role = 'staff' WHERE family_key IN ('referral', 'survey')")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.alter_column("filled_by_role", existing_type=sa.String(length=20), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_column("filled_by_role")
