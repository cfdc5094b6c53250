"""Records made from the schema: what is held about people, why, for how long, and the papers that say so."""
