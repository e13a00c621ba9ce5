"""Where uploaded pictures and documents live when there is more than one machine."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit


def bucket_storage(url: str) -> dict[str, Any]:
    """Settings for an S3-compatible bucket from ``https://key:secret@host/bucket?region=eu-west-2``."""
    parts = urlsplit(url)
    options: dict[str, Any] = {
        "bucket_name": parts.path.strip("/"),
        "endpoint_url": f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}",
        "file_overwrite": False,
        "querystring_auth": False,
    }
    if parts.username:
        options |= {"access_key": parts.username, "secret_key": parts.password}
    if region := parse_qs(parts.query).get("region"):
        options["region_name"] = region[0]
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
