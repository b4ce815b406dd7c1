"""Language tools, pure: no input or output, nothing remembered between calls."""
