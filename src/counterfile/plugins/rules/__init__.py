"""Rules that a person can read: an answer and the words that it rests on."""
