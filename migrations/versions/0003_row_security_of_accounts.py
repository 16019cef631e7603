"""row security of accounts

Names of people and organisations are read by whoever is inside; sessions and links are each person's own. Only the
administrator of the bureau changes somebody else's account. Coming in runs in the declared context of the system until
it is known who comes in.
"""

from alembic import op

revision = "0003"
down_revision = "0002"

INSIDE = "driehoek_is('system') OR driehoek_is('bureau') OR driehoek_is('user') OR driehoek_is('tenant')"
ADMINISTRATOR = "driehoek_is('system') OR current_setting('driehoek.administrator', true) = 'yes'"
NOT_TENANT = "(driehoek_is('bureau') OR driehoek_is('user'))"

# Table to who may read its rows and who may write them.
TABLES = {
    "organisation": (INSIDE, ADMINISTRATOR),
    "membership": (INSIDE, ADMINISTRATOR),
    "user": (INSIDE, f"{ADMINISTRATOR} OR ({NOT_TENANT} AND driehoek_in('driehoek.actor', id))"),
    "sign_in": 2 * (f"{ADMINISTRATOR} OR ({NOT_TENANT} AND driehoek_in('driehoek.actor', user_id))",),
    "user_invitation": 2 * (f"{ADMINISTRATOR} OR ({NOT_TENANT} AND driehoek_in('driehoek.actor', user_id))",),
}


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, (read, write) in TABLES.items():
        op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        op.execute(f'CREATE POLICY read_by_actor ON "{table}" FOR SELECT USING ({read})')
        op.execute(f'CREATE POLICY added_by_actor ON "{table}" FOR INSERT WITH CHECK ({write})')
        op.execute(f'CREATE POLICY changed_by_actor ON "{table}" FOR UPDATE USING ({write}) WITH CHECK ({write})')
        op.execute(f'CREATE POLICY removed_by_actor ON "{table}" FOR DELETE USING ({write})')


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in TABLES:
        for policy in ("read_by_actor", "added_by_actor", "changed_by_actor", "removed_by_actor"):
            op.execute(f'DROP POLICY {policy} ON "{table}"')
        op.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
