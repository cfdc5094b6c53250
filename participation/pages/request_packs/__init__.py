"""Answering a request for information: approved words, why parts are covered, and what was searched, in one file."""
