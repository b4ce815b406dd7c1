"""The memory of an inquiry: what a store must do (`ports`), and the stores that do it."""
