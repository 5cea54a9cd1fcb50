"""What a person could file for, on which grounds and by when."""
