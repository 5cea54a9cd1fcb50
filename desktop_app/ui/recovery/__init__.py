"""The way back on paper: made, printed, proved and rehearsed."""
