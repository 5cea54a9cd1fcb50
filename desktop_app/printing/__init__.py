"""Print jobs from memory: finding printers, asking what they can do, sending a PDF, watching and stopping the job."""
