"""Fetching pages and feeds of strangers: safely, politely, and so that a stopped poll goes on."""
