"""Conditions and calculations as a closed tree of JSON: checked, compiled to closures, told as a sentence."""
