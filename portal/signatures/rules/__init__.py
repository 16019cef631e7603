"""What the signing ceremony allows, on plain values; one module per subject."""
