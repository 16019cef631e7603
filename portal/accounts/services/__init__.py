"""Commands on organisations, users, password links, sessions and the second step."""

from portal.accounts.services.organisations import add_organisation, change_organisation
from portal.accounts.services.second_step import (
    begin_setup,
    confirm_setup,
    pass_second_step,
    remove_second_factor,
    renew_recovery_codes,
)
from portal.accounts.services.sessions import (
    Opened,
    confirm_session,
    end_session,
    end_sessions,
    open_session,
    record_failure,
    touch,
)
from portal.accounts.services.users import (
    add_user,
    change_own,
    change_user,
    disable,
    enable,
    grant,
    revoke,
)
from portal.accounts.services.ways_in import accept_invitation, change_password, invite, send_link

__all__ = [
    "Opened",
    "accept_invitation",
    "add_organisation",
    "add_user",
    "begin_setup",
    "change_organisation",
    "change_own",
    "change_password",
    "change_user",
    "confirm_session",
    "confirm_setup",
    "disable",
    "enable",
    "end_session",
    "end_sessions",
    "grant",
    "invite",
    "open_session",
    "pass_second_step",
    "record_failure",
    "remove_second_factor",
    "renew_recovery_codes",
    "revoke",
    "send_link",
    "touch",
]
