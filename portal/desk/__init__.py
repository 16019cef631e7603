"""The pages that compose stages: Today, the case list and the case page."""
