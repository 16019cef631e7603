"""The engine's own words and sentences as data, one file per language; all say the same."""
