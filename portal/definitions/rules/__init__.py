"""What may be done to the JSON of a draft: pure functions on plain values."""
