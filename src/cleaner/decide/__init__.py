"""Decisions: what weighs the evidence on a page's blocks."""
