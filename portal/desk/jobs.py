"""Background work of the desk: keeping whose turn it is true after anything that happens in a case."""

from __future__ import annotations

from portal.cases import services as cases
from portal.core.worker import Run, job
from portal.desk.standing import facts_of


@job("desk.next_step")
def next_step(run: Run) -> None:
    """Decide anew whose turn it is in a case."""
    case_id = run.id_of("case_id")
    with run.write() as uow:
        cases.expect(uow, case_id, facts_of(uow.session, case_id))
