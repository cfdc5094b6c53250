"""Migrations of the database, numbered, upward and downward."""
