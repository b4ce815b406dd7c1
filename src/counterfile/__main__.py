"""``python -m counterfile``."""

from counterfile.cli import main

main()
