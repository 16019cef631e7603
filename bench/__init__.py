"""Yardsticks beside our pages, made from scratch and measured in one interleaved run: python -m bench."""
