"""The blueprint of the desk."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("desk", __name__)
READERS = ("bureau_admin", "bureau_staff", "legal", "corporation_staff", "expert", "social_team")
