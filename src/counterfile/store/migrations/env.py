"""Alembic's entry: runs the migrations on the connection that `store.sqlite` passes in."""

from alembic import context

from counterfile.store import layout

context.configure(connection=context.config.attributes["connection"], target_metadata=layout.metadata)
with context.begin_transaction():
    context.run_migrations()
