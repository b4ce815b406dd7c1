"""Formats that tables are written in."""
