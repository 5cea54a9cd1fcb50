"""Packages that come in: found, checked, imported, answered."""
