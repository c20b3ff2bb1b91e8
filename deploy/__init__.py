"""What runs Minqing: the command line, the demo, the images."""
