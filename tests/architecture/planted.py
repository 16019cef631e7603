"""Plant one fault for each rule of the house and see that its test fails: python -m tests.architecture.planted."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
NEWEST = max(int(path.name[:4]) for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))
TREE, DECLARED, DOCUMENTS = (f"tests/architecture/test_{name}.py" for name in ("tree", "declared", "documents"))


@dataclass(frozen=True)
class Fault:
    """What is written where, and which test must notice."""

    test: str
    path: str
    text: str = ""
    old: str = ""

    def plant(self, folder: Path) -> None:
        target = folder / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        before = target.read_text() if target.exists() else ""
        if self.old:
            assert self.old in before, f"{self.path} no longer holds {self.old!r}"
            target.write_text(before.replace(self.old, self.text))
        else:
            target.write_text(before + self.text)


DOC = '"""A fault."""\n'
FAULTS = [
    Fault(f"{TREE}::test_no_file_is_longer_than_four_hundred_lines", "portal/long.py", DOC + "\n" * 401 + "x = 1\n"),
    Fault(f"{TREE}::test_no_module_has_a_name_that_says_nothing", "portal/utils.py", DOC),
    Fault(f"{TREE}::test_only_the_unit_of_work_commits", "portal/fault.py", DOC + "def f(s):\n    s.commit()\n"),
    Fault(f"{TREE}::test_rows_are_read_through_entities_only", "portal/fault.py", DOC + "def f(m):\n    return m.__table__\n"),
    Fault(f"{TREE}::test_every_module_says_its_duty", "portal/fault.py", "x = 1\n"),
    Fault(f"{TREE}::test_nothing_swallows_every_error", "portal/fault.py", DOC + "try:\n    x = 1\nexcept Exception:\n    pass\n"),
    Fault(f"{TREE}::test_every_template_belongs_to_a_room", "templates/nowhere/x.html", "x"),
    Fault(f"{TREE}::test_no_page_needs_an_exception_from_the_content_policy", "templates/desk/x.html", '<p style="color:red">'),
    Fault(f"{TREE}::test_lock_files_hold_names_versions_and_hashes_only", "requirements.lock", "x @ https://example.org/x\n"),
    Fault(f"{TREE}::test_the_import_contracts_hold", "portal/core/fault.py", DOC + "import portal.web.auth\n"),
    Fault(f"{DECLARED}::test_every_endpoint_declares_who_may_come_near", "portal/web/health.py", "", "@access(public=True)\n"),
    Fault(
        f"{DECLARED}::test_every_admin_view_descends_from_ours", "admin/register.py",
        "\n\n_register = init_app\n\n\ndef init_app(app):\n    from flask_admin import BaseView, expose\n\n"
        "    class Stray(BaseView):\n        @expose('/')\n        def index(self):\n            return ''\n\n"
        "    _register(app)\n    app.extensions['admin'][0]._views.append(Stray(name='x'))\n",
    ),
    Fault(f"{DECLARED}::test_every_error_code_has_a_sentence", "portal/fault.py", DOC + "def f():\n    raise Denied('no.such')\n"),
    Fault(
        f"{DECLARED}::test_every_reaction_and_every_job_asked_for_has_a_handler", "portal/reactions.py",
        '\nafter(CaseMoved, "no.such")\n',
    ),
    Fault(
        f"{DECLARED}::test_every_action_asked_of_the_policy_table_is_in_it", "portal/fault.py",
        DOC + 'def f(a):\n    return permits(a, "no.such")\n',
    ),
    Fault(f"{DECLARED}::test_the_policy_table_names_known_roles_only", "portal/core/policy.toml", '\n[x]\ny = { roles = ["king"] }\n'),
    Fault(
        f"{DECLARED}::test_every_row_of_a_case_is_confined", "portal/dossiers/models.py",
        '\n\nclass Stray(CaseBound, Base):\n    OWN_ROW_RULE = True\n    __tablename__ = "stray"\n',
    ),
    Fault(
        f"{DECLARED}::test_every_setting_stands_in_the_documented_table", "portal/settings.py",
        "    stray: int = 1\n\n    @property\n    def demo", "    @property\n    def demo",
    ),
    Fault(f"{DECLARED}::test_every_command_stands_in_the_documentation", "docs/operations.md", "portal x", "portal export-audit"),
    Fault(f"{DECLARED}::test_every_event_stands_in_the_documentation", "docs/events.md", "`x`", "`case.referred`"),
    Fault(f"{DECLARED}::test_every_event_has_words_for_who_reads_the_log", "admin/words.py", '"x"', '"case.referred"'),
    Fault(
        f"{DECLARED}::test_migrations_are_numbered_without_gaps_and_have_one_head", f"migrations/versions/{NEWEST + 2:04d}_gap.py",
        DOC + f'revision = "{NEWEST + 2:04d}"\ndown_revision = "{NEWEST:04d}"\n',
    ),
    Fault(
        f"{DECLARED}::test_models_equal_migrations", "portal/dossiers/models.py",
        '\n\nclass Stray(CaseBound, Base):\n    __tablename__ = "stray"\n',
    ),
    Fault(
        f"{DECLARED}::test_migrations_go_down_and_up_again", f"migrations/versions/{NEWEST + 1:04d}_fault.py",
        DOC + f'import sqlalchemy as sa\nfrom alembic import op\n\nrevision = "{NEWEST + 1:04d}"\ndown_revision = "{NEWEST:04d}"\n\n\n'
        'def upgrade():\n    op.create_table("stray", sa.Column("id", sa.Integer))\n\n\ndef downgrade():\n    pass\n',
    ),
    Fault(
        f"{DECLARED}::test_no_relation_is_loaded_beside_its_row", "portal/cases/models.py", 'lazy="joined"', 'lazy="raise_on_sql"'
    ),
    Fault(f"{DOCUMENTS}::test_the_readme_names_the_demo_sign_ins", "README.md", "x@example", "w.kerkhof@bureaudriehoek.example"),
    Fault(f"{DOCUMENTS}::test_links_between_documents_lead_somewhere", "docs/architecture.md", "\n[x](nowhere.md)\n"),
]  # fmt: skip


def noticed(fault: Fault) -> bool:
    """Tell whether the test fails by its own word on a copy of the tree with the fault in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        subprocess.run(["tar", "--null", "-cf", folder / "t.tar", "-T", "-"], cwd=ROOT, input=files, check=True)
        subprocess.run(["tar", "-xf", "t.tar"], cwd=folder, check=True)
        (folder / ".venv").symlink_to(ROOT / ".venv")
        fault.plant(folder)
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:warnings", fault.test]
        ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=None)
        return ended.returncode == 1 and "AssertionError" in ended.stdout


def main() -> int:
    silent = []
    for fault in FAULTS:
        seen = noticed(fault)
        print(f"{'noticed' if seen else 'MISSED '}  {fault.test.split('::')[1]}  ({fault.path})", flush=True)
        if not seen:
            silent.append(fault.test)
    print(f"{len(FAULTS) - len(silent)} of {len(FAULTS)} planted faults were noticed")
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main())
