"""A definition at work: what shows, what is asked, what an answer becomes."""
