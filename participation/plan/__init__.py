"""The Children, Young People and Families' Plan in its versions: reference data that replies are tied to."""
