"""The office's own forms: their list, and laying values over an official blank."""
