"""Programs that use tangentx on real work; each runs as `python -m examples.NAME` and checks its own result."""
