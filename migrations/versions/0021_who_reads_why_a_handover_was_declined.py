"""who reads why a handover was declined

Reasons that were given before stay with the bureau, the expert and the team.
"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'


def upgrade() -> None:
    with op.batch_alter_table('handover_answer', schema=None) as batch_op:
        batch_op.add_column(sa.Column('shared', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('handover_answer', schema=None) as batch_op:
        batch_op.alter_column('shared', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('handover_answer', schema=None) as batch_op:
        batch_op.drop_column('shared')
