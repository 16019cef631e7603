"""Guidance: what the tenant tells by an own link, and what a case knows already when a form is begun."""
