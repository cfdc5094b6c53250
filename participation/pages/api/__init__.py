"""Public figures and replies as data, for other sites to show: read-only, masked, described by an OpenAPI file."""
