"""What a condition may know of a case: counted and told from the terms of its agreement."""

from __future__ import annotations

from collections import Counter

from portal.agreements import words
from portal.agreements.content import Terms
from portal.agreements.rules import SignerRole
from portal.clauses.facts import Facts


def facts_of(terms: Terms) -> Facts:
    """Say the facts of the allow-list for these terms."""
    named = {said: key for key, said in words.CATEGORIES.items()}
    incidents = Counter(named.get(one.category, "other") for one in terms.occasion.incidents)
    kinds = {one.kind for one in terms.representatives}
    return {
        **{f"incidents_{key}": incidents[key] for key in words.CATEGORIES},
        "warnings": len(terms.occasion.warnings),
        "minors": sum(one.number for one in terms.home.minors),
        "tenants": len(terms.tenants),
        "goals": len([one for one in terms.help if one.goal]),
        "co_tenant": any(one.role is SignerRole.CO_TENANT for one in terms.tenants),
        "administrator": SignerRole.ADMINISTRATOR in kinds,
        "guardian": SignerRole.GUARDIAN in kinds,
        "mentor": SignerRole.MENTOR in kinds,
        "reads_hard": any(one.reads_hard for one in terms.tenants),
        "other_language": any(one.language != "nl" for one in terms.tenants),
    }
