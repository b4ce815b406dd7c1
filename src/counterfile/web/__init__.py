"""The pages: read-only, for this machine's browser, without a build step and without JavaScript."""

from counterfile.web.pages import create_app
from counterfile.web.server import serve

__all__ = ["create_app", "serve"]
