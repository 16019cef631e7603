"""Dossiers for the court: pieces chosen and left out with reasons, bound once per filing, never renumbered."""
