"""Calendar arithmetic and what an expression means on a day."""
