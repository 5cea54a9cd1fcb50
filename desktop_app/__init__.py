"""Fengjuan (封卷): filing for a professional title without a network."""

__version__ = "0.1.0"
