"""What every node and every field of a definition has in common: frozen, closed, with a stable id."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from forms.definition.text import LongText, Text, Words
from forms.expressions.tree import faults_of

FieldId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=60)]
"""Survives renames: answers and conditions name a field by it."""

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""What a field is called in tables and exports."""

Need = Literal["required", "recommended", "optional"]
Compartment = Literal["A", "B", "C"]
Audience = Literal["tenant", "corporation", "expert", "bureau", "social_team"]
Ground = Literal["agreement", "consent", "legal_obligation", "public_task", "legitimate_interest", "vital_interest"]
"""Grounds of art. 6 GDPR."""

Retention = Literal["case", "care", "financial", "short"]
"""Retention classes: with the case, with the care file, seven years, or until the case closes."""


class Node(BaseModel):
    """A part of a definition: never changes, and knows no key it does not declare."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def _closed_tree(tree: Any) -> Any:
    faults = faults_of(tree)
    if faults:
        raise ValueError("; ".join(faults))
    return tree


Expression = Annotated[Any, AfterValidator(_closed_tree)]
"""A tree of `forms.expressions.tree`, as plain JSON."""


class Handled(Node):
    """How answers are handled; what a field leaves out it takes from its page, and a page from the form."""

    compartment: Compartment | None = None
    purpose: Words | None = None
    ground: Ground | None = None
    audience: tuple[Audience, ...] | None = None
    retention: Retention | None = None


HANDLING = tuple(Handled.model_fields)


class Constraint(Node):
    """What must hold of an answer, and what to say when it does not; the test may speak of the field itself."""

    test: Expression
    message: Text


RESERVED = frozenset({"csrf_token", "version", "later", "meer", "naar"})
"""Names that the page a question stands on keeps for itself."""


class BaseField(Handled):
    """A question, or something to read between questions."""

    kind: str
    id: FieldId
    key: Key
    label: Text
    hint: Text | None = None
    help: LongText | None = None
    """A longer explanation, to open when wanted."""
    missing: Text | None = None
    """What to say when a required answer is absent: "Vul de datum van het huisbezoek in"."""
    invalid: Text | None = None
    """What to say when an answer is malformed, instead of the engine's own words."""
    unit: Text | None = None
    need: Need = "required"
    allow_unknown: bool = False
    allow_decline: bool = False
    default: Any | None = None
    """The answer a new form or row begins with, as it is stored."""
    prefill: str | None = Field(None, max_length=80)
    """A path of `forms.definition.paths`: what the host knows already. It wins over `default`."""
    hide_previous: bool = False
    """Show the answer of the time before only after this one is given, so that it does not steer."""
    show_if: Expression | None = None
    require_if: Expression | None = None
    read_only_if: Expression | None = None
    constraints: tuple[Constraint, ...] = Field((), max_length=10)

    @property
    def takes_answer(self) -> bool:
        """Tell whether somebody answers this field."""
        return True

    @property
    def has_value(self) -> bool:
        """Tell whether something is kept for this field: an answer, or what was calculated."""
        return self.takes_answer

    def trees(self) -> Iterator[tuple[str, Any]]:
        """Yield the expressions of this field, each with its place."""
        for name in ("show_if", "require_if", "read_only_if"):
            if (tree := getattr(self, name)) is not None:
                yield name, tree
        for number, constraint in enumerate(self.constraints):
            yield f"constraints.{number}", constraint.test
