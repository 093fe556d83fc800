"""Keepers, graph: the gate. In: a stranger's query text. Out: its tokens, or a refusal. Must not evaluate or change it.

Rule: DESIGN section 5: SERVICE and LOAD cannot be switched off in the engine, so they never reach it. Updates would fail
there as well; they are refused here because "read-only" is a better answer than "expected CONSTRUCT".
"""

import re
from collections.abc import Sequence

from ontology.errors import QueryRefused, QueryTooLarge
from stores.graph.lexer import Token, line_and_column, tokens
from stores.graph.searches import own_blocks

_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH", "USING")
_FULL_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
_READ_ONLY = "This endpoint is read-only: ask with SELECT, ASK, CONSTRUCT or DESCRIBE."
_NO_FEDERATION = (
    "Ask the other endpoint yourself and put its answer here with VALUES; only SERVICE search:index is answered here."
)


def check_query(text: str, *, max_bytes: int, search_base: str | None = None) -> Sequence[Token]:
    """The tokens of a query that may be evaluated.

    Raises QueryTooLarge for more than `max_bytes` of UTF-8, QuerySyntaxError for text that is not SPARQL at all, and
    QueryRefused for SERVICE, LOAD and every update, but not for these words in strings, comments, IRIs or names.
    With `search_base`, the base of relative IRIs, SERVICE search:index passes: then the query must be rewritten before it is
    evaluated, and what comes of it must pass here without.
    """
    _refuse_long(text, max_bytes)
    found = list(tokens(text))
    own = own_blocks(found, base=search_base) if search_base is not None else set()
    for number, token in enumerate(found):
        if token.is_word("SERVICE") and number not in own:
            raise _refusal(text, token, "SERVICE would send the query to another server", _NO_FEDERATION)
        if token.is_word(*_UPDATES):
            raise _refusal(text, token, f"{token.text.upper()} belongs to an update", _READ_ONLY)
    _refuse_glued_service(text, found)
    _refuse_ambiguity(text, found, "service")
    return found


def check_update(text: str, *, max_bytes: int) -> Sequence[Token]:
    """The tokens of an update that a curator may run: everything but SERVICE and LOAD. Raises what `check_query` does."""
    _refuse_long(text, max_bytes)
    found = list(tokens(text))
    for token in found:
        if token.is_word("SERVICE", "LOAD"):
            reason = f"{token.text.upper()} would have this server ask another one"
            raise _refusal(text, token, reason, "Fetch the statements yourself and send them with INSERT DATA, or to /graphs.")
    _refuse_glued_service(text, found)
    _refuse_glued_load(text, found)
    _refuse_ambiguity(text, found, "service", "load")
    return found


def could_be_comparison(token: Token) -> bool:
    """Whether a `<...>` could hide code from us: the engine may read "less than" and a string or comment that begins there."""
    return token.kind == "iri" and ("'" in token.text or "#" in token.text) and not _FULL_IRI.match(token.text)


def could_hold(token: Token, word: str) -> bool:
    """Whether the engine might read a keyword within a longer word or a name. By the specification the longest terminal is one
    token; Oxigraph reads keywords without looking at what follows, so that SERVICESILENT, trueSERVICE and SERVICE:x are several.
    """
    return token.kind in ("word", "name") and word in token.text.upper()


def _refuse_glued_service(text: str, found: Sequence[Token]) -> None:
    """Refuse SERVICE within a longer word, and a name with it where a group comes next: there the engine would read SERVICE."""
    for number, token in enumerate(found):
        if token.is_word("SERVICE") or not could_hold(token, "SERVICE"):
            continue
        is_graph = number > 0 and found[number - 1].is_word("GRAPH")
        if token.kind == "word" or (_opens_group(found, number) and not is_graph):
            reason = f"{token.text[:60]} could be read as SERVICE"
            raise _refusal(text, token, reason, "Write the IRI in full, or put a full stop or WHERE before the brace.")


def _opens_group(found: Sequence[Token], number: int) -> bool:
    """Whether a brace comes next, or after what could be the server's name: an IRI, a variable, or SILENT and a name."""
    following = found[number + 1 : number + 4]
    brace = next((at for at, token in enumerate(following) if token.text == "{" and token.kind == "sign"), None)
    return brace is not None and all(
        token.kind in ("iri", "variable", "name") or could_hold(token, "SILENT") for token in following[:brace]
    )


def _refuse_glued_load(text: str, found: Sequence[Token]) -> None:
    """Refuse LOAD at the beginning of a longer word or name where an operation may begin."""
    depth = 0
    for number, token in enumerate(found):
        depth += (token.text == "{") - (token.text == "}") if token.kind == "sign" else 0
        begins = number == 0 or found[number - 1].text == ";" or found[number - 1].kind == "iri"
        if could_hold(token, "LOAD") and (token.kind == "word" or (begins and depth <= 0)):
            raise _refusal(text, token, f"{token.text[:60]} could be read as LOAD", "Send the statements with INSERT DATA.")


def _refuse_long(text: str, max_bytes: int) -> None:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > max_bytes:
        raise QueryTooLarge(
            f"The query has {size:,} bytes; at most {max_bytes:,} are taken.",
            advice="Ask for less at once, or raise MANDATEGRAPH_MAX_QUERY_BYTES.",
        )


def _refuse_ambiguity(text: str, found: Sequence[Token], *words: str) -> None:
    """Refuse a `<…>` that the engine might read as a comparison, with one of the words hidden behind the quote or hash inside it.

    By the specification `?a<'>'` begins the IRI `<'>`; Oxigraph, which does not tokenise first, reads it as "less than" and a
    string, so the two would disagree about which words are code. An address with `://` can be read in one way only.
    """
    said = [word for word in words if word in text.lower()]
    if not said:
        return
    for token in found:
        if could_be_comparison(token):
            raise _refusal(
                text,
                token,
                f"{token.text} could be an IRI or a comparison, in a text that also says {said[0].upper()}",
                "Write the IRI in full, or put a space after the comparison sign.",
            )


def _refusal(text: str, token: Token, reason: str, advice: str) -> QueryRefused:
    line, column = line_and_column(text, token.start)
    return QueryRefused(f"Refused at line {line}, column {column}: {reason}, which is not done here.", advice=advice)
