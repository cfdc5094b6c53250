"""The ground floor: what every feature stands on and nothing here knows a feature."""
