"""Tests of the repository itself: its order, its documents, its examples and its wheel."""
