"""Lets `python -m cleaner` do what the command `cleaner` does, also where only the source is on the path."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
