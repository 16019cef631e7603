"""People and the places they live: persons, who acts for them, and dwellings."""
