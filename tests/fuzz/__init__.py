"""Random programs, judged by the oracle."""
