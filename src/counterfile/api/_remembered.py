"""Answers kept by their Idempotency-Key, so that a request sent twice is done once.

They lie in the inquiry's cache, beside the facts and not among them: a key that is forgotten (the cache was emptied)
costs at most a second, equal judgement in the log. An entry is made before the request is carried out; one without an
answer means that it is under way, or that the server was cut off in between, and says so rather than to do it again.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path

import msgspec

MOST = 20_000
"""Answers kept; the oldest go."""

_SCHEMA = """
    CREATE TABLE IF NOT EXISTS answer (
        key TEXT PRIMARY KEY, request TEXT NOT NULL, begun_at REAL NOT NULL, status INTEGER, headers BLOB, body BLOB
    )
"""


class Answer(msgspec.Struct, frozen=True):
    """An answer as it was given."""

    status: int
    headers: dict[str, str]
    body: bytes


class Remembered:
    """Answers by key."""

    def __init__(self, folder: Path) -> None:
        """Keep them below `folder`, which need not exist; the file is made with the first key."""
        self._folder = folder
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def begin(self, key: str, request: str) -> Answer | bool | None:
        """Enter a key for a request.

        Returns:
            The answer that was given to the same request; True where the request is new and may be carried out; None
            where it began and gave no answer; False where the key stands for another request.
        """
        with self._lock:
            known = self._rows("SELECT request, status, headers, body FROM answer WHERE key = ?", key)
            if known:
                was, status, headers, body = known[0]
                if was != request:
                    return False
                return (
                    None if status is None else Answer(status, msgspec.json.decode(headers, type=dict[str, str]), body)
                )
            self._rows("INSERT INTO answer (key, request, begun_at) VALUES (?, ?, ?)", key, request, time.time())
            self._rows(
                "DELETE FROM answer WHERE key IN (SELECT key FROM answer ORDER BY begun_at DESC LIMIT -1 OFFSET ?)",
                MOST,
            )
            return True

    def keep(self, key: str, answer: Answer) -> None:
        """Keep the answer to a key that was entered."""
        with self._lock:
            headers = msgspec.json.encode(answer.headers)
            self._rows(
                "UPDATE answer SET status = ?, headers = ?, body = ? WHERE key = ?",
                answer.status,
                headers,
                answer.body,
                key,
            )

    def forget(self, key: str) -> None:
        """Take back a key whose request was refused and changed nothing: it may be tried again."""
        with self._lock:
            self._rows("DELETE FROM answer WHERE key = ?", key)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _rows(self, sql: str, *values: object) -> list[tuple[str, int | None, bytes, bytes]]:
        if self._connection is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                self._folder / "api-answers.db", check_same_thread=False, isolation_level=None
            )
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=FULL")  # a key must not be forgotten while its judgement stays
            self._connection.execute(_SCHEMA)
        return self._connection.execute(sql, values).fetchall()
