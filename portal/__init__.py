"""The portal: one package per stage of the flow, see docs/architecture.md."""
