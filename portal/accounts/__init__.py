"""Organisations, the people who sign in, what they may be there, and their sessions."""
