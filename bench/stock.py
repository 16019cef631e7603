"""Flask-Admin as its manual says: a ModelView on the same tables, own templates and paging, no sign-in."""

from __future__ import annotations

import datetime as dt
import uuid
import warnings
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask_admin import Admin
from flask_babel import Babel
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Plain(DeclarativeBase):
    """A base without anything of ours."""


class Corporation(Plain):
    __tablename__ = "organisation"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))

    def __str__(self) -> str:
        return self.name


class Expert(Plain):
    __tablename__ = "user"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))

    def __str__(self) -> str:
        return self.name


class PlainCase(Plain):
    __tablename__ = "case"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(sa.String(20))
    address: Mapped[str] = mapped_column(sa.String(160))
    tenant_name: Mapped[str] = mapped_column(sa.String(260))
    search_key: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[str] = mapped_column(sa.String(40))
    next_actor: Mapped[str] = mapped_column(sa.String(40))
    next_due: Mapped[dt.date]
    opened_on: Mapped[dt.date]
    corporation_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    expert_id: Mapped[uuid.UUID | None] = mapped_column(sa.ForeignKey("user.id"))
    corporation: Mapped[Corporation] = relationship()
    expert: Mapped[Expert | None] = relationship()


def make_app(path: Path) -> Flask:
    """Make the stock list: 50 rows, the same nine columns, two filters, search."""
    warnings.simplefilter("ignore")
    from flask_admin.contrib.sqla import ModelView

    class CaseView(ModelView):  # type: ignore[misc]
        column_list = ("reference", "address", "tenant_name", "corporation", "expert", "state", "next_actor", "next_due",
                       "opened_on")  # fmt: skip
        column_filters = ("state", "next_actor")
        column_searchable_list = ("search_key",)
        column_default_sort = "next_due"
        column_sortable_list = ("next_due", "opened_on", "reference")
        page_size = 50

    app = Flask("stock", template_folder=None, static_folder=None)
    app.secret_key = "bench"
    app.config["SQLALCHEMY_ENGINES"] = {"default": f"sqlite:///{path}"}
    db: Any = SQLAlchemy()
    db.init_app(app)
    Babel(app)
    admin = Admin(app, name="Stock", url="/stock")
    with app.app_context():
        admin.add_view(CaseView(PlainCase, db, endpoint="cases"))
    return app
