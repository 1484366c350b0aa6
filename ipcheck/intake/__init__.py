"""Intake: a published plan, as text, HTML, DOCX or PDF, becomes a draft of a plan file."""
