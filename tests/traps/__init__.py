"""What every earlier system got silently wrong: one test for each, named after the trap."""
