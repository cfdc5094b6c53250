"""Telling those who ran a group session that its results are out: one e-mail, to grown-ups who asked for it."""
