"""The layers of extraction, each one file: structured sources, summary table, labels, tables, prose."""
