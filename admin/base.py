"""The view every screen descends from: closed by default, confined by scope, written through services.

Flask-Admin gives the shell (menu, blueprints, access hook, form hooks). Its own list, forms and commits are not used:
lists select columns and page by key, changes go through one service inside `write()`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, NoReturn

import sqlalchemy as sa
from flask import Response, abort, flash, jsonify, redirect, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_admin.model import BaseModelView
from flask_babel import LazyString
from flask_babel import gettext as _
from wtforms import Form
from wtforms.fields.core import UnboundField

from admin import exporting, history, listing
from admin.columns import Column, Filter
from admin.custom import Custom
from admin.entrance import ENTER, Act, exposed, refuse
from admin.events import ListExported
from admin.face import Face
from admin.face import make as make_face
from admin.inputs import AdminForm, RowField
from portal.core.db import Base, Identifier, db
from portal.core.errors import Conflict, Denied, DomainError, Invalid, Missing
from portal.core.policy import Actor, permits, scoped
from portal.core.uow import Repeated, UnitOfWork, unit_of_work
from portal.definitions.rules.records import RecordKind
from portal.web.auth import current_actor, write
from portal.web.errors import sentence, status_of
from portal.web.locale import current_language
from portal.web.references import Reference


class Screen(BaseModelView):
    """One screen: list, details, history, and, where declared, create and edit.

    A screen declares `thing` (the policy table's name of what it shows), `columns`, and for what it lets people do
    `form_class` with `add` or `change`. What it does not declare cannot be done.
    """

    can_create = can_edit = can_delete = can_set_page_size = False
    can_view_details = can_export = True
    list_template = "admin/model/list.html"
    details_template = "admin/model/details.html"
    create_template = edit_template = "admin/model/form.html"

    thing: ClassVar[str] = ""
    change_action: ClassVar[str] = ""
    one: ClassVar[LazyString]
    introduction: ClassVar[LazyString | None] = None
    columns: ClassVar[Sequence[Column]] = ()
    more_columns: ClassVar[Sequence[Column]] = ()
    filters: ClassVar[Sequence[Filter]] = ()
    search_column: ClassVar[Any] = None
    search_label: ClassVar[LazyString | None] = None
    search_folded: ClassVar[bool] = True
    order: ClassVar[tuple[str, Any]]
    hidden_order: ClassVar[Any] = None
    form_class: ClassVar[type[AdminForm] | None] = None
    change_form_class: ClassVar[type[AdminForm] | None] = None
    save_words: ClassVar[LazyString | None] = None
    acts: ClassVar[Mapping[str, Act]] = {}
    history_of: ClassVar[Sequence[str]] = ()
    record: ClassVar[RecordKind | None] = None

    def __init__(self, model: type[Base], name: LazyString, url: str, category: LazyString) -> None:
        super().__init__(model, name=name, category=category, endpoint=f"admin_{url}", url=url)
        self._faces: dict[str, Face] = {}
        sources = [column.selected() for column in self.columns]
        ordered = type(self).hidden_order  # through the class: a mapped attribute is a descriptor
        if ordered is not None:
            sources.append(ordered)
        more = [column.selected() for column in self.more_columns]
        row_id = sa.type_coerce(model.id, Identifier).label("id")
        self.source = listing.Source(
            model=model, columns=self.columns, select=self.joined(sa.select(row_id, *sources)), order=self.order,
            filters=self.filters, hidden_order=ordered, search=type(self).search_column, folded=self.search_folded,
        )  # fmt: skip
        self.custom = Custom(self.record, self.source)
        self.detail_select = self.joined(sa.select(model.id, *sources[: len(self.columns)], *more))

    # ---- what a screen may say otherwise ----

    def joined(self, query: sa.Select[Any]) -> sa.Select[Any]:
        """Join what the columns read from other tables."""
        return query

    def add(self, uow: UnitOfWork, form: Any) -> Any:
        """Create a row from *form* by a service; return the row."""
        raise NotImplementedError

    def change(self, uow: UnitOfWork, row_id: uuid.UUID, version: int, form: Any) -> None:
        """Change a row from *form* by a service, at *version*."""
        raise NotImplementedError

    def may(self, action: str, actor: Actor) -> bool:
        """Tell whether the policy table lets *actor* do *action* (read, or the screen's change) here."""
        wanted = f"{self.thing}.read" if action == "read" else self.change_action
        return bool(wanted) and actor.has(*ENTER) and permits(actor, wanted)

    def details_links(self, row: Any) -> list[tuple[str, str]]:
        """List (label, address) of pages that belong to the row."""
        return []

    def shown(self, template: str, **context: Any) -> str:
        """Render a page of this screen."""
        return render_template(template, admin_view=self, **context)

    # ---- access ----

    def is_accessible(self) -> bool:
        actor = current_actor()
        return actor.kind == "user" and self.may("read", actor)

    def inaccessible_callback(self, name: str, **kwargs: Any) -> ResponseReturnValue:
        return refuse()

    def _run_view(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return fn(self, *args, **kwargs)  # Flask-Admin calls a view again when it raised TypeError; ours do not repeat

    def may_create(self) -> bool:
        return self.form_class is not None and type(self).add is not Screen.add and self.may("change", current_actor())

    def may_edit(self) -> bool:
        changes = type(self).change is not Screen.change
        return bool(self.change_form_class) and changes and self.may("change", current_actor())

    def may_see_history(self) -> bool:
        return bool(self.history_of) and permits(current_actor(), "audit.read")

    # ---- rows ----

    def get_pk_value(self, model: Any) -> str:
        return str(model.id)

    def get_one(self, id: Any) -> Any:  # noqa: A002  # Flask-Admin calls it so
        """Load a row by what stands in the address; None when it is no identifier, absent or foreign."""
        found = listing.identifier(id if isinstance(id, str) else str(id))
        if found is None:
            return None
        return db.session.scalars(scoped(self.model, current_actor()).where(self.model.id == found)).one_or_none()

    def row_or_404(self) -> Any:
        row = self.get_one(request.args.get("id"))
        if row is None:
            abort(404)
        return row

    def columns_of(self, row_id: uuid.UUID) -> list[tuple[str, str]]:
        """Read the details of one row as (label, value)."""
        found = db.session.execute(self.detail_select.where(self.model.id == row_id)).first()
        if found is None:
            abort(404)
        every = [*self.columns, *self.more_columns]
        return [(str(c.label), c.show()(value)) for c, value in zip(every, found[1:], strict=True)]

    def title_of(self, row: Any) -> str:
        """Name a row in a heading."""
        return str(getattr(row, "name", "") or getattr(row, "reference", "") or row.id)

    # ---- views ----

    @exposed("/")
    def index_view(self) -> ResponseReturnValue:
        """Show one page of the list."""
        source = self.custom.source_for(request.args)
        asked = listing.read(source, request.args)
        page = listing.page_of(db.session, source, asked)
        count, more = listing.count_of(db.session, source, asked, page)
        key, way = (asked.sort, asked.way) if asked.sort else self.order
        face, rows = self.custom.shown(self.face(), page.rows)
        return self.shown(
            self.list_template, asked=asked, page=page, table=face.rows(rows), count=count, more=more,
            heads=face.heads(asked, key, way), fields=face.fields(asked.chosen),
        )  # fmt: skip

    def face(self) -> Face:
        """Return what the list looks like in the reader's language."""
        language = current_language()
        if language not in self._faces:
            self._faces[language] = make_face(self.columns, self.filters)
        return self._faces[language]

    @exposed("/toon/")
    def details_view(self) -> ResponseReturnValue:
        """Show one row."""
        return self._details(self.row_or_404())

    def _details(self, row: Any, wrong: str = "", refusal: str = "") -> str:
        """Render the page of a row; *wrong* names the act whose reason was refused, with *refusal* in words."""
        acts = [
            (name, act) for name, act in self.acts.items() if permits(current_actor(), act.action) and act.shown(row)
        ]
        return self.shown(
            self.details_template, row=row, title=self.title_of(row), details=self.columns_of(row.id), acts=acts,
            links=self.details_links(row), wrong=wrong, refusal=refusal, reason=request.form.get("reason", ""),
        )  # fmt: skip

    @exposed("/geschiedenis/")
    def history_view(self) -> ResponseReturnValue:
        """Show what happened to one row, from the audit trail."""
        if not self.may_see_history():
            abort(403)
        row = self.row_or_404()
        happened = history.of_row(db.session, row, self.history_of)
        return self.shown("admin/model/history.html", row=row, title=self.title_of(row), happened=happened)

    @exposed("/nieuw/", "GET", "POST")
    def create_view(self) -> ResponseReturnValue:
        """Create a row."""
        if not self.may_create():
            abort(403)
        form = self.create_form()
        status = 200
        if request.method == "POST":
            status = 422
            if self.validate_form(form):
                made = self.create_model(form)
                if isinstance(made, DomainError):
                    status = status_of(made)
                else:
                    flash(_("Opgeslagen."), "success")
                    return redirect(self.get_url(".details_view", id=made), 303)
        return self.shown(self.create_template, form=form, row=None, row_id=None, stale=None, title=""), status

    def create_model(self, form: Any) -> uuid.UUID | DomainError:
        """Create by the service; on a refusal put its words at the field and return it."""
        try:
            with write() as uow:
                row_id: uuid.UUID = self.add(uow, form).id
                uow.answer = self.get_url(".details_view", id=row_id)
        except Repeated:
            raise
        except DomainError as error:
            self.tell(form, error)
            return error
        return row_id

    @exposed("/wijzig/", "GET", "POST")
    def edit_view(self) -> ResponseReturnValue:
        """Change a row; whoever saves last on an old version keeps the text and is told who was first."""
        if not self.may_edit():
            abort(403)
        row = self.row_or_404()
        row_id, title = row.id, self.title_of(row)
        form = self.edit_form(obj=row)
        status, stale = 200, None
        if request.method == "POST":
            status = 422
            if self.validate_form(form):
                refusal = self.update_model(form, row)
                if refusal is None:
                    flash(_("Opgeslagen."), "success")
                    return redirect(self.get_url(".details_view", id=row_id), 303)
                status = status_of(refusal)
                if isinstance(refusal, Conflict) and refusal.code == "row.stale":
                    row = self.row_or_404()
                    stale = history.difference(db.session, row, form, self._bound(self.change_form_class, row, posted=False), self.history_of)
                    form.version.data = row.version
        return self.shown(self.edit_template, form=form, row_id=row_id, row=row, stale=stale, title=title), status

    def update_model(self, form: Any, model: Any) -> DomainError | None:
        """Change by the service; return its refusal, with its words put at the field."""
        row_id = model.id
        try:
            with write() as uow:
                self.change(uow, row_id, form.version.data, form)
                uow.answer = self.get_url(".details_view", id=row_id)
        except (Repeated, Missing):
            raise
        except DomainError as error:
            if error.code != "row.stale":
                self.tell(form, error)
            return error
        return None

    @exposed("/weg/", "POST")
    def delete_view(self) -> ResponseReturnValue:
        """Refuse: what happened is kept; rows end or are disabled by their acts. A foreign row is 404 here too."""
        self.row_or_404()
        abort(403)

    @exposed("/actie/", "POST")
    def action_view(self) -> ResponseReturnValue:
        """Do one of the screen's acts on one row."""
        row = self.row_or_404()
        row_id = row.id
        name = request.form.get("act", "")
        act = self.acts.get(name)
        if act is None:
            abort(404)
        if not permits(current_actor(), act.action):
            abort(403)
        try:
            with write() as uow:
                act.do(uow, row_id, request.form.get("reason", ""))
                uow.answer = self.get_url(".details_view", id=row_id)
        except (Repeated, Missing):
            raise
        except Invalid as error:
            if act.asks is not None:
                return self._details(self.row_or_404(), name, sentence(error)), status_of(error)
            flash(sentence(error), "error")
        except DomainError as error:
            flash(sentence(error), "error")
        else:
            flash(str(act.done), "success")
        return redirect(self.get_url(".details_view", id=row_id), 303)

    @exposed("/uitvoer/", "POST")
    def export(self) -> ResponseReturnValue:
        """Stream the list as CSV, as far as the cap; who took what is recorded first."""
        source = self.custom.source_for(request.args)
        asked = listing.read(source, request.args)
        query = source.select.where(*source.conditions(asked.shape)).order_by(self.model.id).limit(exporting.CAP)
        with unit_of_work(db.get_session, current_actor()) as uow:
            uow.record(ListExported(self.blueprint.name, asked.narrowed))
        options = {"yield_per": exporting.CHUNK}
        columns, rows = self.custom.exported(self.columns, lambda: db.session.execute(query, asked.values, execution_options=options))
        return Response(
            stream_with_context(exporting.lines(columns, rows)), mimetype="text/csv",
            headers={"Content-Disposition": f"attachment; filename={self.url.rpartition('/')[2]}.csv"},
        )  # fmt: skip

    @exposed("/zoek/")
    def ajax_lookup(self) -> ResponseReturnValue:
        """Answer a type-ahead for one of the form's references, confined to what the actor may see."""
        reference = self._filtered_by(request.args.get("filter", "")) or self._pointed_at()
        return jsonify([{"value": str(k), "label": v} for k, v in reference.find(request.args.get("q", "")[:100])])

    def _filtered_by(self, name: str) -> Reference | None:
        return next((item.reference for item in self.filters if item.name == name), None)

    def _pointed_at(self) -> Reference:
        if not (self.may_create() or self.may_edit()):
            abort(403)
        name = request.args.get("veld", "")
        forms = [form for form in (self.form_class, self.change_form_class) if form is not None]
        found = [getattr(form, name) for form in forms if isinstance(getattr(form, name, None), UnboundField)]
        if not found or not issubclass(found[0].field_class, RowField):
            abort(404)
        reference: Reference = found[0].kwargs["reference"]
        return reference

    @exposed("/ajax/update/", "POST")
    def ajax_update(self) -> ResponseReturnValue:
        """Refuse: there is no editing inside a list."""
        abort(404)

    # ---- forms ----

    def create_form(self, obj: Any = None) -> Any:
        return self._bound(self.form_class, None)

    def edit_form(self, obj: Any = None) -> Any:
        return self._bound(self.change_form_class, obj)

    def _bound(self, form_class: Any, obj: Any, *, posted: bool = True) -> Any:
        form = form_class(request.form if posted and request.method == "POST" else None, obj=obj)
        for field in form:
            if isinstance(field, RowField):
                field.lookup_url = self.get_url(".ajax_lookup", veld=field.short_name)
        return form

    def validate_form(self, form: Form) -> bool:
        return bool(request.method == "POST" and form.validate())

    def tell(self, form: Any, error: DomainError) -> None:
        """Put a refusal in words at its field, or above the form."""
        words, name = sentence(error), str(error.params.get("field") or "")
        if name in form:
            form[name].errors = [*form[name].errors, words]
        else:
            form.form_errors.append(words)

    # ---- Flask-Admin's own scaffolding, not used ----

    def scaffold_list_columns(self) -> list[str]:
        return []

    def scaffold_sortable_columns(self) -> dict[str, str]:
        return {}

    def scaffold_form(self) -> type[Form]:
        return AdminForm

    def get_list(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Denied("admin.list")

    def delete_model(self, model: Any) -> NoReturn:
        raise Denied("admin.delete")

