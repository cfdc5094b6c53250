"""Surveys: questions, how they are answered on a phone, and the submissions that come back."""
