"""What two articles are compared by."""
