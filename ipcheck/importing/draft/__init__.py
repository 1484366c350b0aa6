"""Intake: a published plan, taken apart by a reader, becomes a draft of a plan file."""
