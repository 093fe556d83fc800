"""A paper with one of everything, and with texts that would be markup, code or worse. In: nothing. Out: the paper."""

from api.papers.paper import Block, Paper, Run, Table

HOSTILE = '#strong[x] <script>alert(1)</script> *y* _z_ `w` $v$ \\ [l](http://evil.example) ![i](x) | & {{7*7}} "'
EVERYTHING = Paper(
    title="Lamps & <keepers>",
    blocks=(
        Block("heading", [Run("What was seen", note="In a heading.")]),
        Block(
            "paragraph",
            [Run("The "), Run("storm", "emphasis", note="A/RES/60/1, para. 138."), Run(" came "), Run("early", "strong")],
        ),
        Block("quotation", [Run("إن الجمعية العامة", note="A/RES/60/1, para. 1.")], language="ar"),
        Block("item", [Run("lit")]),
        Block("item", [Run("unlit")]),
        Block("note", [Run("now", "inserted"), Run(" and "), Run("then", "deleted")]),
        Block("paragraph", [Run(HOSTILE, note=HOSTILE), Run(" here", href="https://example.org/?a=1&b=2")]),
        Block("paragraph", [Run("click", href="javascript:alert(1)")]),
        Table(
            "Counts",
            ("Year", "Word|s"),
            ((Run("2031", note="A note in a cell."), Run("a\nb")), (Run("إن", language="ar"), Run(""))),
        ),
    ),
    origin="MandateGraph, http://127.0.0.1:8000/dossier, generation g1",
)
