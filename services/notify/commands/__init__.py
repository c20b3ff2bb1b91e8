"""What may be asked of notify."""
