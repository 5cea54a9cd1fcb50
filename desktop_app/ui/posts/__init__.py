"""Posts and limited numbers; the register of dishonest conduct."""
