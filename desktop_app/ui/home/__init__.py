"""The workbench: what waits today and how long there is."""
