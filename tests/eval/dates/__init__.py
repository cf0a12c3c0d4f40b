"""Sentences of our own with their time expressions, and how well they are read."""
