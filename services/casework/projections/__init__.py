"""Read models of casework: the register with its steps and copies, what was heard, offices, timers."""
