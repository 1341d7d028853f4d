"""Entry: `python -m counter_app` and the `counter-app` command."""

import sys

from counter_app.cli import run


def main() -> None:
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
