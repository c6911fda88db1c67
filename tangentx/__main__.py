"""`python -m tangentx` is the `tangentx` command."""

import sys

from tangentx.cli import main

if __name__ == "__main__":
    sys.exit(main())
