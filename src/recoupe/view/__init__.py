"""What a reader sees of the records, worked out once for the terminal, the page and the API."""
