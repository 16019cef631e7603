"""Answers going out: labelled rows, flat tables, JSON Schema."""
