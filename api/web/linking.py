"""Web: link headers. In: a thing's signposts and the format that is sent. Out: Link headers, or a set of links. Must not look up.

Rules: RFC 8288 (Link), RFC 9264 (link sets: application/linkset+json), RFC 9110 section 8.7 (Content-Location). Header lines have
their bounds with every server and proxy, so of many items only the first are in the header, and all are in the link set.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from fastapi import Response
from starlette.datastructures import MutableHeaders

from api.linked.signposts import Signpost
from api.web import links
from api.web.negotiate import LINKSET, Chosen, Offer
from ontology.iris import Iris

_MOST_ITEMS = 10
_ADDRESS = "/:?#[]@!$&'()*+,;=-._~%"
_DESCRIBES = ("turtle", "jsonld")


@dataclass(frozen=True, slots=True)
class Sent:
    """What is sent for a request: the format, those that there are, the page of a description and whether another follows, the
    language that was wanted and the one that the texts are in.
    """

    chosen: Chosen
    offers: Sequence[Offer]
    page: int = 1
    more: bool = False
    language: str | None = None
    spoken: str | None = None


def signed(response: Response, iris: Iris, iri: str, posts: Iterable[Signpost], sent: Sent) -> Response:
    """The response about a thing with its Link, Content-Location and Vary."""
    path = links.local_href(iris, iri)
    listed = [*_places(iris, posts), *_representations(path, sent)]
    headers = MutableHeaders(raw=response.raw_headers)
    headers["Link"] = ", ".join(map(_line, _few(listed)))
    headers["Content-Location"] = path + _asked(sent, sent.chosen.offer.name, sent.page)
    headers.add_vary_header("Accept-Language")  # the envelope adds Accept
    if sent.spoken:
        headers["Content-Language"] = sent.spoken
    return response


def linkset(iris: Iris, iri: str, posts: Iterable[Signpost], sent: Sent) -> Response:
    """All links of a thing as a link set."""
    path = links.local_href(iris, iri)
    found: dict[str, object] = {"anchor": iri}
    for post in (*_places(iris, posts), *_representations(path, sent)):
        told = {"href": post.target} | ({"type": post.media_type} if post.media_type else {})
        values = found.setdefault(post.relation, [])
        if isinstance(values, list):
            values.append(told)
    body = json.dumps({"linkset": [found]}, ensure_ascii=False, indent=1) + "\n"
    return Response(body, headers={"Content-Type": LINKSET.media_type})


def _places(iris: Iris, posts: Iterable[Signpost]) -> Iterable[Signpost]:
    """Ours on this host, where they can be followed, but for the names themselves."""
    for post in posts:
        is_name = post.relation in ("cite-as", "type") or post.target.startswith("/")
        yield post if is_name else Signpost(post.relation, links.local_href(iris, post.target), post.media_type)


def _representations(path: str, sent: Sent) -> Iterable[Signpost]:
    """The same in other formats, what describes it, the set of all links, and the pages before and after."""
    for offer in sent.offers:
        if offer is LINKSET:
            yield Signpost("linkset", path + _asked(sent, offer.name), offer.media_type)
            continue
        if offer is not sent.chosen.offer:
            yield Signpost("alternate", path + _asked(sent, offer.name, sent.page), offer.media_type)
        if offer.name in _DESCRIBES:
            yield Signpost("describedby", path + _asked(sent, offer.name), offer.media_type)
    if sent.page > 1:
        yield Signpost("prev", path + _asked(sent, sent.chosen.offer.name, sent.page - 1), sent.chosen.media_type)
    if sent.more:
        yield Signpost("next", path + _asked(sent, sent.chosen.offer.name, sent.page + 1), sent.chosen.media_type)


def _asked(sent: Sent, name: str, page: int = 1) -> str:
    named = {"format": name} | ({"page": page} if page > 1 else {})
    spoken = {"lang": sent.language} if sent.language and name in ("html", "json") else {}
    return f"?{urlencode(named | spoken)}"


def _few(posts: Sequence[Signpost]) -> Iterable[Signpost]:
    items = [post for post in posts if post.relation == "item"][:_MOST_ITEMS]
    return [post for post in posts if post.relation != "item" or post in items]


def _line(post: Signpost) -> str:
    target = quote(post.target, safe=_ADDRESS)
    return f'<{target}>; rel="{post.relation}"' + (f'; type="{post.media_type}"' if post.media_type else "")
