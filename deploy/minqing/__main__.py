"""`python -m deploy.minqing` is `minqing`."""

from deploy.minqing.cli import main

main()
