"""Web: our own address. In: a request. Out: the address under which this server was asked, for links that leave it. Must not
trust a stranger's header.

Rule: a Host that is no host is not repeated. The scheme is that of the connection, or what a trusted proxy says that it was.
"""

import re

from fastapi import Request

from api.web.callers import is_by_proxy
from api.web.pages import library_of

_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")


def own_address(request: Request) -> str:
    """Scheme and host, without a slash at the end."""
    scheme, settings = request.url.scheme, library_of(request).settings
    forwarded = request.headers.get("x-forwarded-proto", "")
    if forwarded in ("http", "https") and is_by_proxy(request.scope):
        scheme = forwarded
    host = request.headers.get("host", "")
    return f"{scheme}://{host if _HOST.fullmatch(host) else f'{settings.host}:{settings.port}'}"
