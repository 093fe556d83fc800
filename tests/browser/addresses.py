"""Tests in a browser: the addresses. In: nothing. Out: every page type of the portal with an address at which it is opened, and
every other route with why it is no page. Must not forget one: tests/contract/test_every_page_is_listed.py looks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_DUTY = "doc/A/72/884/para/45/d"
_PAIR = "a=doc/A/72/884/para/45/d&b=doc/A/75/863/para/49/b"
_DRAFT = (
    "Member States should appoint a focal point on atrocity prevention. The Secretary-General asked for early warning "
    "(see A/72/884, para. 45 (a)), and the Security Council adopted resolution 1366 (2001)."
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A page to be opened: by GET, or by a form where `posted` holds its fields; `status` is that of the answer."""

    address: str
    status: int = 200
    posted: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{'POST ' if self.posted else ''}{self.address}"


def _all(*addresses: str) -> tuple[Opened, ...]:
    return tuple(Opened(address) for address in addresses)


PAGES: Mapping[str, tuple[Opened, ...]] = MappingProxyType(
    {
        "/": _all("/"),
        "/search": _all(
            "/search",
            "/search?q=early+warning+of+genocide",
            "/search?q=night&limit=25&document=A/87/33",
            "/search?crime=genocide",
            "/search?q=%22zzzz%22",
        ),
        "/compare": _all("/compare", f"/compare?{_PAIR}", "/compare?a=A/RES/86/41,+para.+1&b=A/RES/86/41,+para.+3&lang=ar"),
        "/cite": _all("/cite", f"/cite?iri={_DUTY}"),
        "/documents": _all("/documents"),
        "/passages": _all("/passages?concept=crime/genocide"),
        "/doc/{path:path}": _all(
            "/doc/A/72/884",
            "/doc/A/86/12",
            "/doc/A/87/33?part=3",
            "/doc/A/87/34",
            "/doc/A/RES/86/41",
            "/doc/A/RES/86/41?lang=ar",
            "/doc/A/RES/86/41?lang=en&beside=ar",
            "/doc/A/RES/86/41?view=print",
            f"/{_DUTY}",
            "/doc/A/87/34/para/1",
            "/doc/A/RES/86/41/para/1",
            "/doc/S/RES/1366(2001)",
            "/doc/results-framework",
        ),
        "/{place}/{rest:path}": (
            *_all(
                "/crime/genocide",
                "/risk-factor/8",
                "/state/COD",
                "/actor/security-council",
                "/network/group-of-77",
                "/mechanism/universal-periodic-review",
                "/mandate/special-rapporteur-slavery",
                "/mandate/special-adviser-prevention-of-genocide",
                "/instrument/genocide-convention",
                "/theme/early-warning",
                "/situation/COD/2021",
            ),
            Opened("/crime/none-such", 404),
        ),
        "/framework": _all("/framework"),
        "/recommendations": _all("/recommendations", "/recommendations?by=addressee-theme"),
        "/recommendations/list": _all("/recommendations/list", "/recommendations/list?later=silent"),
        "/recommendations/line": _all(f"/recommendations/line?iri={_DUTY}"),
        "/lens": _all("/lens", "/lens?open=8", "/lens?by=document"),
        "/lens/passages": _all("/lens/passages?thing=risk-factor/2", "/lens/passages?thing=risk-factor/4&near=yes"),
        "/situations": _all("/situations", "/situations?since=2021"),
        "/situations/{path:path}": _all("/situations/state/SSD"),
        "/situations/briefing": _all("/situations/briefing", "/situations/briefing?place=state/SSD&since=2021"),
        "/dossier": _all("/dossier", f"/dossier?p={_DUTY}"),
        "/desk": (Opened("/desk"), Opened("/desk", posted={"text": _DRAFT})),
        "/precedents": (Opened("/precedents"), Opened("/precedents", posted={"text": _DRAFT})),
        "/check": (Opened("/check"), Opened("/check", posted={"text": _DRAFT})),
        "/sparql": _all("/sparql", "/sparql?query=SELECT%20*%20%7B%20%3Fs%20a%20%3Fc%20%7D%20LIMIT%205"),
        "/queries": _all("/queries"),
        "/queries/{name}": _all("/queries/recommendations-by-addressee", "/queries/risk-factors"),
        "/ontology": _all("/ontology"),
        "/ontology/{rest:path}": _all("/ontology/recommendations"),
        "/graph/{name:path}": _all("/graph/doc/A/72/884"),
        "/api/v1": _all("/api/v1"),
        "/corrections": _all("/corrections", "/corrections?iri=https://w3id.org/mandategraph/doc/A/72/884/para/45/d"),
        "/changes": _all("/changes"),
        "/dataset": _all("/dataset"),
        "/dumps/{generation}": _all("/dumps/latest"),
        "/help": _all("/help"),
        "/help/{topic}": _all("/help/labels"),
        "/desk/precedents": (Opened("/desk/precedents", posted={"text": _DRAFT}),),
        "problem": (Opened("/doc/A/1/1", 404), Opened("/recommendations?by=none", 400)),
    }
)
"""Route -> where its page is opened. "/sparql" is answered before any, "problem" by any; "/desk/precedents" takes a form."""
DATA: Mapping[str, str] = MappingProxyType(
    {
        "/go": "leads on to another page",
        "/graphs": "SPARQL's Graph Store protocol",
        "/graphs/{name:path}": "SPARQL's Graph Store protocol",
        "/live": "for those who watch",
        "/health": "for those who watch",
        "/metrics": "for those who watch",
        "/corrections/queue": "for curators with a key, as data",
        "/corrections/{name}": "for curators with a key, as data",
        "/.well-known/void": "a description in RDF",
        "/dataset/{generation}": "a description in RDF, or the page of /dataset",
        "/sitemap.xml": "for harvesters",
        "/sitemap/{number}.xml": "for harvesters",
        "/robots.txt": "for harvesters",
        "/llms.txt": "for harvesters",
        "/context": "leads on to a file",
        "/context.jsonld": "a file",
        "/context/{version}/{name}": "a file",
        "/shapes": "leads on to a file",
        "/shapes/{version}/{name}": "a file",
        "/shapes/{module}": "leads on to a file",
        "/dumps": "leads on to the latest",
        "/dumps/latest": "leads on to the latest",
        "/dumps/latest/{name:path}": "a file",
        "/dumps/{generation}/{name:path}": "a file",
        "/sparql/terms": "what the editor completes, as data",
    }
)
"""Route -> why it is no page. All under /api/v1/ are data as well."""
EVERY = tuple(one for those in PAGES.values() for one in those)
