"""Acts on forms: filling in and sending, accepting with what is released, giving back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, JsonValue

from portal.core.policy import SYSTEM
from portal.definitions import queries as definitions
from portal.stories.acts.base import Act
from portal.stories.faults import Refused
from portal.stories.people import Key
from portal.submissions import services as submissions

if TYPE_CHECKING:
    from portal.stories.scene import Scene

SCORES = r"^([1-5-]/)*[1-5-]$"


class FillForm(Act):
    """A form about a person is filled in, and sent unless `submit` is false. Answers by the ids of the form."""

    act: Literal["fill_form"]
    form: str = Field("intake", description="the key of the form: intake, plan, evaluation, survey, handover and so on")
    about: Key = Field(description="the person")
    name: str = Field("", description="a word for later acts; the key of the form when left out")
    answers: dict[str, JsonValue] = Field(default_factory=dict)
    scores: str = Field(
        "", pattern=f"{SCORES}|^$", description="scores of the life domains in the order of the form, as 2/2/1/-/3"
    )
    targets: str = Field("", pattern=f"{SCORES}|^$", description="targets likewise")
    submit: bool = True

    def play(self, scene: Scene) -> None:
        answers = {
            **self.answers,
            **self._scored(scene, self.scores, "score"),
            **self._scored(scene, self.targets, "target"),
        }
        with scene.write(self.who) as uow:
            row = submissions.start(uow, scene.case_id, self.form, scene.person_id(self.about))
            scene.keep("form", self.name or self.form, row.id)
        submission_id = scene.find("form", self.name or self.form)
        if answers:
            with scene.write(self.who) as uow:
                submissions.save(uow, submission_id, answers)
        if self.submit:
            with scene.write(self.who) as uow:
                submissions.submit(uow, submission_id)

    def _scored(self, scene: Scene, scores: str, which: str) -> dict[str, Any]:
        if not scores:
            return {}
        with scene.read() as session:
            form = definitions.prepared(definitions.latest(session, SYSTEM, self.form))
        domains = form.definition.instrument.domains if form.definition.instrument else ()
        given = scores.split("/")
        if len(given) != len(domains):
            raise Refused(f"the form {self.form!r} has {len(domains)} life domains, not {len(given)}")
        fields = [domain.score if which == "score" else domain.target for domain in domains]
        return {field: int(one) for field, one in zip(fields, given, strict=True) if field and one != "-"}


class AcceptForm(Act):
    """A sent form is accepted; `release` says what all parties may read of it."""

    act: Literal["accept_form"]
    name: str = ""
    release: dict[str, str] = Field(default_factory=dict, description="by key: goals, agreed_help, conclusion")

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            submissions.accept(uow, scene.find("form", self.name), self.release)


class ReturnForm(Act):
    """A sent form is given back to be corrected."""

    act: Literal["return_form"]
    name: str = ""
    reason: str

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            submissions.return_(uow, scene.find("form", self.name), self.reason)


class CorrectForm(Act):
    """Answers of a sent form are corrected: what stood is kept, with the reason."""

    act: Literal["correct_form"]
    name: str = ""
    answers: dict[str, JsonValue]
    reason: str

    def play(self, scene: Scene) -> None:
        with scene.write(self.who) as uow:
            submissions.correct(uow, scene.find("form", self.name), self.answers, self.reason)
