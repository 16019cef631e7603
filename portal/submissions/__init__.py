"""Answers to published forms: pinned to one version, kept apart by compartment."""
