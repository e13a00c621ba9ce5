"""Care pathways in the admin."""

from pathways.audit import admin  # noqa: F401 its hooks
