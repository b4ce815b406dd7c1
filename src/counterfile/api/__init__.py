"""The API: everything that the pages show and everything that can be decided, below ``/api/v1``."""

from counterfile.api.server import create_api, mount

__all__ = ["create_api", "mount"]
