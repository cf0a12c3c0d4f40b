"""What two appearances of a claim are compared by."""
