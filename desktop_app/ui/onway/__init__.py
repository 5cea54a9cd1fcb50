"""Packages on their way: strips, hand-overs, arrivals, and how long each is out."""
