"""Equality questions: asked after a view is safely sent, kept apart, counted once, then untied for good."""
