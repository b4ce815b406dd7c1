"""What plugin authors need: the memory store, hand-made facts, and the suites that every plugin must pass."""
