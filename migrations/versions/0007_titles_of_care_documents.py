"""titles of care documents are sealed; `portal migrate` seals what stands in the clear"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    with op.batch_alter_table("case_document") as batch:
        batch.add_column(sa.Column("title_sealed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    # the titles are lost: an earlier version would show them in the clear
    with op.batch_alter_table("case_document") as batch:
        batch.drop_column("title_sealed")
