"""The chain of review: what waits at this desk, and its step."""
