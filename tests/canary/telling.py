"""A case in which every care field holds a word that stands nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

import forms
from portal.definitions.services.publishing import SHIPPED

CANARY = "Kanarievogel7731"
"""Stands in every care text, and in the file and the answers of the care file."""
TITLE = "Kanarietitel7732"
"""Stands in the title of a document of the care file."""
PRIVATE = "Kanarievraag7733"
"""Stands in what the tenant asks before signing: for bureau and expert, never for the corporation."""
FREE = {"short_text", "long_text"}


def care_answers(form: str) -> dict[str, Any]:
    """Return an answer with the canary for every free text of the care file in *form*."""
    prepared = forms.prepare(forms.load_json((SHIPPED / f"{form}.json").read_bytes()))
    return {
        id_: f"{CANARY} {id_}"
        for id_, entry in prepared.entries.items()
        if entry.compartment == "C" and entry.field.kind in FREE and "." not in id_ and entry.group is None
    }


def story(folder: Path) -> Path:
    """Write the story and return where it stands."""
    who, sanne = "wouter", "sanne"
    acts: list[dict[str, Any]] = [
        {"at": "2026-02-02 09:00", "who": "marijke", "act": "refer", "tenant": "jan", "reason": "Geluid in de nacht."},
        {
            "at": "2026-02-02 09:10", "who": "marijke", "act": "log_incident", "name": "nacht", "category": "noise",
            "stated_from": "2026-02-01 23:00", "facts": "M1 hoorde muziek.", "reporters": [{"identity": "Mw. Buur"}],
        },
        {"at": "2026-02-03 09:00", "who": who, "act": "assign_expert", "expert": sanne},
        {
            "at": "2026-02-04 09:00", "who": sanne, "act": "talk", "kind": "visit", "summary": "Huisbezoek gehouden.",
            "care_note": f"{CANARY} notitie",
        },
        {
            "at": "2026-02-04 09:30", "who": sanne, "act": "talk", "kind": "call", "shared": False,
            "summary": f"{CANARY} gesprek", "counterpart": "huisarts",
        },
        {
            "at": "2026-02-04 10:00", "who": sanne, "act": "file_document", "title": TITLE, "kind": "report",
            "compartment": "C", "text": f"{CANARY} verslag",
        },
        {
            "at": "2026-02-05 10:00", "who": sanne, "act": "fill_form", "form": "intake", "about": "jan",
            "scores": "2/2/1/2/2/3/2/4", "targets": "4/3/3/3/3/3/3/4",
            "answers": care_answers("intake") | {
                "held_on": "2026-02-05", "place": "home", "present": ["nobody"], "language": "Nederlands",
                "reading": "easy", "interpreter": False, "has_representative": False, "children_home": False,
                "fire_risk": True, "suicide_risk": False, "violence_risk": False, "visit_rule": "alone",
                "current_help": [{"helper_name": f"{CANARY} helper", "helper_with": f"{CANARY} hulp"}],
                "goals": [{"goal_domain": "work", "goal_text": f"{CANARY} doel", "goal_sign": f"{CANARY} teken"}],
            },
        },
        {
            "at": "2026-02-05 11:00", "who": sanne, "act": "accept_form",
            "release": {"goals": "Weer overdag leven", "conclusion": "Afspraken zijn passend."},
        },
        {"at": "2026-02-06 09:00", "who": who, "act": "draft_agreement"},
        {"at": "2026-02-06 09:01", "who": who, "act": "put_clause", "code": "V1", "incidents": ["nacht"]},
        {"at": "2026-02-06 09:02", "who": who, "act": "respond", "person": "jan", "text": "Ik hoor het zelf niet."},
        {
            "at": "2026-02-06 09:03", "who": who, "act": "arrange_help", "goal": "Weer overdag leven",
            "provider": "Praktijk Zandhof", "frequency": "1 keer per week", "starter": "expert",
            "starter_name": "Sanne de Boer", "start_by": "2026-03-01", "fallback": "Een andere begeleider.",
        },
        {"at": "2026-02-09 09:00", "who": who, "act": "freeze", "offer": True},
        {"at": "2026-02-09 09:01", "who": who, "act": "invite"},
        {"at": "2026-02-10 10:00", "who": "jan", "act": "open_link"},
        {"at": "2026-02-10 10:01", "who": "jan", "act": "enter_code"},
        {"at": "2026-02-10 10:02", "who": "jan", "act": "read_clause"},
        {"at": "2026-02-10 10:03", "who": "jan", "act": "ask", "clause": 1, "text": f"{PRIVATE}: mag de radio aan?"},
        {"at": "2026-02-10 11:00", "who": sanne, "act": "answer", "text": f"{PRIVATE}: ja, zachtjes."},
        {"at": "2026-02-10 11:10", "who": "jan", "act": "sign"},
        {"at": "2026-02-10 12:00", "who": "marijke", "act": "sign_in_portal"},
        {"at": "2026-02-10 13:00", "who": sanne, "act": "sign_in_portal"},
        {
            "at": "2026-04-01 10:00", "who": sanne, "act": "fill_form", "form": "evaluation", "about": "jan",
            "name": "evaluatie", "scores": "3/3/2/3/3/3/3/4",
            "answers": care_answers("evaluation") | {
                "held_on": "2026-04-01", "period_from": "2026-02-17", "period_until": "2026-04-01",
                "occasion": "planned", "present": ["nobody"], "contacts_planned": 6, "contacts_held": 6,
                "contacts_missed": 0, "clauses": [{"clause": "1", "clause_result": "kept"}], "incidents_since": 0,
                "neighbours": "better", "decision": "continue", "decision_reason": "Het gaat goed.", "next_evaluation": "2026-06-01",
            },
        },
        {
            "at": "2026-04-01 11:00", "who": sanne, "act": "accept_form", "name": "evaluatie",
            "release": {"conclusion": "Alle afspraken zijn nagekomen."},
        },
        {
            "at": "2026-04-02 10:00", "who": "fenna", "act": "compose_dossier", "period_from": "2026-02-01",
            "period_until": "2026-04-02",
        },
        {"at": "2026-04-02 10:30", "who": "fenna", "act": "file_dossier"},
        {"at": "2026-04-03 10:00", "who": "marijke", "act": "talk", "kind": "call", "summary": "Gebeld met meneer."},
    ]  # fmt: skip
    told = {
        "title": "De kanarie", "cast": "veenrade.yaml", "acts": acts,
        "people": {"persons": {"jan": {
            "initials": "J.", "given_names": "Jan", "prefix": "de", "surname": "Vries", "phone": "06 00 00 99 01",
        }}},
        "home": {"street": "Turfkade", "house_number": "7", "postcode": "9751 AB"},
    }  # fmt: skip
    path = folder / "kanarie.yaml"
    path.write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), "utf-8")
    return path
