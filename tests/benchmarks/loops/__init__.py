"""Adjoints as a person writes them for a compiler: loops over numbers, arrays for stacks.

They take what the NumPy forms of `tests.benchmarks.workloads` take, and run as plain Python too.
"""
