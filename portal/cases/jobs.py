"""Background work on cases: keeping the names in lists true."""

from __future__ import annotations

from portal.cases import queries, services
from portal.core.worker import Run, job


@job("cases.rename_person")
def rename_person(run: Run) -> None:
    """Write a changed person's name into the lists of cases."""
    with run.write() as uow:
        for case_id in queries.cases_of_people(uow.session, [run.id_of("person_id")]):
            services.refresh_names(uow, case_id)


@job("cases.rename_dwelling")
def rename_dwelling(run: Run) -> None:
    """Write a corrected address into the lists of cases."""
    with run.write() as uow:
        for case_id in queries.cases_of_dwelling(uow.session, run.id_of("dwelling_id")):
            services.refresh_names(uow, case_id)
