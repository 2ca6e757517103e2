"""Readers: from a string to a Page of blocks."""
