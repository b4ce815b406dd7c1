"""Built-in readers, one file for each format."""
