"""What may be asked of scheduling; whoever asks, and what the asker's read models said, travels in the command."""
