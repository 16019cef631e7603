"""Acts on forms themselves: a form built elsewhere comes in and is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import forms
from forms import xlsform
from portal.definitions import services as definitions
from portal.stories.acts.base import Act
from portal.stories.faults import Refused

if TYPE_CHECKING:
    from portal.stories.scene import Scene


class PublishForm(Act):
    """A form in a file beside the story (.json or .xlsx) is checked and becomes the next version of its form."""

    act: Literal["publish_form"]
    file: str

    def play(self, scene: Scene) -> None:
        data = scene.file(self.file)
        try:
            if self.file.lower().endswith(".xlsx"):
                definition = xlsform.read_apart(data).definition
            else:
                definition = forms.load_json(data)
        except forms.BadDefinition as refused:
            raise Refused(f"the form in {self.file!r} is refused: {refused}") from refused
        with scene.write(self.who) as uow:
            definitions.publish(uow, definition)
