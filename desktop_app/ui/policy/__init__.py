"""What the notice leaves to this office: the questions, the answers, their grounds."""
