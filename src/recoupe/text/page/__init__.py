"""What a page's bytes are: charset, blocks, furniture, metadata."""
