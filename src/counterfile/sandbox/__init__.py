"""The airlock: hostile bytes are parsed in another process, with limits and without a key to the store.

    with Airlock(workers=2) as airlock:
        outcome = airlock.read(content, "notice.html")       # Draft or Unpacked, checked; or one of errors.BadInput

The rest of the program never imports a parser of foreign formats; what comes back is text with positions, capped in
length and checked against its type and its meaning before anything uses it.
"""

from __future__ import annotations

from counterfile.sandbox.airlock import READ, Airlock, Limits, Task
from counterfile.sandbox.isolation import Step

__all__ = ["READ", "Airlock", "Limits", "Step", "Task"]
