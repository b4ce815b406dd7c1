"""Recognizers: one file each, from the picture of a page to its text with places."""
