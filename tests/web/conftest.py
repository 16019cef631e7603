"""Forms to fill in and a draft to compose, for the tests of their pages; a file that needs others makes its own."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from portal.submissions import services
from tests.builders.accounts import apart
from tests.builders.cases import Town, make_case
from tests.builders.submissions import make_submission, make_town_with_forms, tenant_of
from tests.scenes import Scenes
from tests.web.composing import Place, make_place
from tests.web.form_pages import CANARY


@pytest.fixture
def town(scene: Scenes) -> Town:
    return scene(make_town_with_forms)


@pytest.fixture
def case_id(app: Flask, town: Town) -> uuid.UUID:
    with apart(app) as uow:
        return make_case(uow, town, expert=True).id


@pytest.fixture
def draft(app: Flask, town: Town, case_id: uuid.UUID) -> uuid.UUID:
    with apart(app, town.expert) as uow:
        return make_submission(uow, case_id, housing_note=CANARY).id


@pytest.fixture
def empty(app: Flask, town: Town, case_id: uuid.UUID) -> uuid.UUID:
    with apart(app, town.expert) as uow:
        return services.start(uow, case_id, "intake", tenant_of(uow, case_id)).id


@pytest.fixture
def place(scene: Scenes) -> Place:
    """A draft that was just begun."""
    return scene(make_place)
