"""Read models: pure functions of the facts, which may be thrown away and computed again."""
