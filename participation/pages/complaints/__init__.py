"""Complaints about data: a form for anybody, a clock that staff see run, and a store that nothing links to a view."""
