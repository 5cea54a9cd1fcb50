"""The whole list judged at once, by rule and by unit."""
