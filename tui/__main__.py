"""``python -m tui`` is ``copydesk``."""

from tui.cli import main

if __name__ == "__main__":
    main()
