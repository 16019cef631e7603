"""Commands of `portal`, one module a subject; each offers COMMANDS."""
