"""What the readers use of the machine, beside Python's own packages."""

from __future__ import annotations

from counterfile.plugins.readers import _libarchive


def programs() -> list[tuple[str, bool, str, str]]:
    """Return what each library of the system is for, whether it is there, its version, and how to install it."""
    version = _libarchive.version()
    return [
        (
            "RAR, CAB, LZH and ISO archives (libarchive)",
            bool(version),
            version,
            _libarchive.install_line(),
        )
    ]
