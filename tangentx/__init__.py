"""tangentx: a compiler from Python functions to the Python functions that compute their derivatives."""

__version__ = "0.1.0"
