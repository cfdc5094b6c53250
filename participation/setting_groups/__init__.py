"""The settings of one deployment, by what they are for; `participation.settings` puts them together."""
