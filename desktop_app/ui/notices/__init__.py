"""Public notices of those whom the unit recommends."""
