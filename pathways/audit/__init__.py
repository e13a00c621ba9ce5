"""The no-wrong-door audit: who ends with nothing, with one way only, in a circle, or at a birthday (decision 18)."""
