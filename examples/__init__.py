"""Programs that use tangentx on real work: `python -m examples.NAME` runs one and checks its result."""
