"""Emitted modules kept as files: what a change of the compiler does to the code that people read."""
