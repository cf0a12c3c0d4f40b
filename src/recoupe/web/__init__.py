"""The accounts as pages and as JSON, on this machine only."""
