"""How good the theming is, measured on answers that people coded blind. Pure: no Flask, no database."""
