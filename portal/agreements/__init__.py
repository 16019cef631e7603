"""Agreements between corporation, tenant and expert: drafting, freezing, versions."""
