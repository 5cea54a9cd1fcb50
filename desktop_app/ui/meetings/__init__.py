"""Review meetings: one page a step, from the applicants to the confirmation."""
