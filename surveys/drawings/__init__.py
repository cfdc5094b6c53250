"""Drawings and photos that a helper adds to a view: drawn anew, sealed, and hidden until somebody looks."""
