"""The tests of tangentx; folders mirror the package."""
