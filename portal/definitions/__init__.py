"""Form families and their published versions."""
