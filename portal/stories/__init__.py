"""Stories: cases told in YAML, played through the same services as the screens. See docs/stories.md."""
