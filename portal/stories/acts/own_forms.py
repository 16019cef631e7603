"""Acts on the tenant's own story: the expert asks for it, the tenant tells it by the link and the code that were sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field, JsonValue

from portal.core.policy import Actor
from portal.guidance import queries, services
from portal.signatures.rules.codes import Check
from portal.stories.acts.base import Act
from portal.stories.faults import Refused
from portal.stories.mailbox import newest_code, newest_form_link
from portal.stories.people import Key

if TYPE_CHECKING:
    from portal.stories.scene import Scene


class AskOwnView(Act):
    """The expert asks a tenant to tell the own side: a link goes to the tenant's telephone or mail."""

    act: Literal["ask_own_view"]
    person: Key = Field(description="the tenant who is asked")

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            services.offer(uow, scene.case_id, scene.person_id(self.person))


class OwnView(Act):
    """A tenant opens the link, types the code that was sent, answers, and sends unless `submit` is false."""

    act: Literal["own_view"]
    answers: dict[str, JsonValue] = Field(default_factory=dict, description="by the ids of the form own_view")
    code: str = Field("", description="type this code instead of the one that was sent")
    submit: bool = True

    def play(self, scene: Scene) -> None:
        with scene.read() as session:
            found = queries.by_token(session, newest_form_link(scene, self.who))
            if found is None:
                raise Refused("there is no link to open: the expert must ask first")
            form_id = found.id
            tenant = Actor(id=found.id, kind="tenant", case_id=found.case_id, person_id=found.person_id, origin="link")
        with scene.write(tenant) as uow:
            services.send_code(uow, form_id)
        with scene.write(tenant) as uow:
            outcome, _secret = services.check_code(uow, form_id, self.code or newest_code(scene, self.who))
        if outcome is not Check.RIGHT:
            raise Refused(f"the code is not right: {outcome.value}")
        if self.answers:
            with scene.write(tenant) as uow:
                services.save_answers(uow, form_id, self.answers)
        if self.submit:
            with scene.write(tenant) as uow:
                services.send(uow, form_id)
