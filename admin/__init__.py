"""Administration at /beheer: Flask-Admin's shell with our own views, queries and templates. Writes go through services."""
