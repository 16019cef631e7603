"""The kinds of field, each one class: schema, control, cleaning, display, export and JSON Schema."""

from forms.kinds import choices, dates, files, notes, numbers, people, repeat, scales, texts

__all__ = ["choices", "dates", "files", "notes", "numbers", "people", "repeat", "scales", "texts"]
