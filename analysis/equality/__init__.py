"""The equality impact assessment as the council enters it: rows, effects, actions, versions and signatures."""
