"""What has happened in casework: matters, the numbers of letters, who is competent for what."""
