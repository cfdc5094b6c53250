"""The house rules: why a view is not used or goes elsewhere, in words that this house edits, version by version."""
