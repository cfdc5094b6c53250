"""Commands of the console, one module for each kind of work."""
