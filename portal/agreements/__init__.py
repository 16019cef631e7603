"""The three-party behaviour agreement: composing it, freezing versions of it, and their course."""
