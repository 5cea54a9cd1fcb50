"""What every layer may use: errors, clock, ids, progress, text, resources. Imports nothing of ours."""
