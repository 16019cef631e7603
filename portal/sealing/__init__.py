"""Sealing: one final file of a signed agreement, its evidence and seal, and a page where anybody checks a file."""
