"""Staff: people, roles and signing in. The public has no accounts."""
