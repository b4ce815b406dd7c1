"""Counterfile: from a heap of procurement notices to files that open on their evidence."""

__version__ = "0.1.0"
