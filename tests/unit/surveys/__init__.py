"""Rules of surveys, without web or database."""
