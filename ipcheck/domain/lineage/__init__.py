"""What became of every task: links between plans, what changed along them, threads. Pure functions."""
