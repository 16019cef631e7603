"""Prepare the crash test's data: forms ready to send and letters ready to sign; prints what a client needs as JSON."""

from __future__ import annotations

import json
import sys

import sqlalchemy as sa

import forms
from portal.accounts.demo import DEMO_PASSWORD
from portal.accounts.models import User
from portal.accounts.passwords import prepare
from portal.cases.models import Participant
from portal.commands.context import application
from portal.core.db import db
from portal.core.policy import SYSTEM
from portal.core.uow import unit_of_work
from portal.definitions.services import publish
from portal.sealing.services import make_authority
from portal.signatures import queries, services
from portal.signatures.rules.order import Scheme
from portal.submissions import services as submissions
from tests.builders.cases import Town, make_case, make_town
from tests.builders.signatures import CODE, TRACE, facts_for, make_ceremony, read_all
from tests.builders.submissions import make_body, make_field


def main() -> None:
    count, sealed = int(sys.argv[1]), int(sys.argv[2])
    with application():
        with unit_of_work(lambda: db.session, SYSTEM) as uow:
            town = make_town(uow, "Veenrade")
            make_authority(uow)
            publish(uow, forms.load(make_body(make_field(need="required"), key="evaluation")))
            expert = uow.session.get_one(User, town.expert.id)
            email = expert.email
        _give_password(town)
        letters = [_letter(town, last=number < sealed) for number in range(count)]
        forms_ = [_form(town) for _ in range(count)]
    print(json.dumps({"letters": letters, "forms": forms_, "email": email, "password": DEMO_PASSWORD}))


def _give_password(town: Town) -> None:
    with unit_of_work(lambda: db.session, SYSTEM) as uow:
        assert town.expert.id is not None
        uow.get(User, town.expert.id).password = prepare(DEMO_PASSWORD).hash


def _letter(town: Town, *, last: bool) -> dict[str, str]:
    """Make a letter whose tenant has read it and may sign; with *last*, everybody else signed already."""
    with unit_of_work(lambda: db.session, SYSTEM) as uow:
        made = make_ceremony(uow, town=town, clauses=1, scheme=Scheme.PARALLEL if last else None)
        services.invite(uow, made.version_id)
        rows = queries.signatories(uow.session, made.version_id)
        tenant = next(row for row in rows if row.channel.value != "portal")
        invitation = queries.live_invitations(uow.session, tenant.id)[0]
        services.send_code(uow, invitation.id, CODE)
        _, secret = services.check_code(uow, invitation.id, CODE, TRACE)
        read_all(uow, tenant, made)
        if last:
            for row in rows:
                if row.channel.value == "portal":
                    services.sign_in_portal(uow, row.id, facts_for(row, made, confirmed_at=uow.now))
        return {"secret": str(secret), "signatory": str(tenant.id), "version": str(made.version_id)}


def _form(town: Town) -> str:
    with unit_of_work(lambda: db.session, SYSTEM) as uow:
        case = make_case(uow, town, expert=True)
        person_id = uow.session.scalars(sa.select(Participant.person_id).where(Participant.case_id == case.id)).one()
        row = submissions.start(uow, case.id, "evaluation", person_id, {"name": "Antwoord"})
        return str(row.id)


if __name__ == "__main__":
    main()
