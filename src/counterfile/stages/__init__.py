"""The verbs: each turns one piece of work into facts, never writes, and knows no other stage."""
