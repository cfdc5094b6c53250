"""Theming of short free-text answers: pure rules and models that know neither Flask nor the database."""
