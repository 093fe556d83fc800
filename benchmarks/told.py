"""Benchmarks: what is told of the last evaluation. In: the files of figures. Out: the tasks that readers of the portal are told,
each with what it was measured on, as the file that api/evaluated reads. Must not measure anything itself.

python -m benchmarks.told [--write]
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.gold import FIGURES, HOME

TOLD = HOME / "api" / "corpus" / "evaluation.json"
OFFICE = "A/75/863 and the results framework, annotated by hand; the rules were written on these, so this figure flatters"
DRAWN = (
    "paragraphs drawn by hash from documents that the rules were not written on, labelled before our findings were looked at; few"
)
_QUESTIONS = "90 questions with judged passages, over the four office documents"
_DUTIES = "200 operative paragraphs of the Mandate Registry, labelled before our output was seen; rules were mended on some since"
_OFFICE_TASKS = {
    "citations": "Citations",
    "recommendations": "Recommendations",
    "crimes": "Mentions of crimes",
    "actors": "Mentions of actors by name",
    "actors, generic": "Mentions of actors in general (States, civil society)",
    "networks": "Mentions of networks and mechanisms by name",
    "networks, generic": "Mentions of networks in general (six only: too few to judge)",
}
_JUDGED = {
    "judged mentions: risk factors (unseen)": "Risk factors, named or described",
    "judged mentions: risk factors (last)": "Risk factors, named or described (drawn when the rules stood)",
    "judged mentions: mandates (unseen)": "Mandates, named or by their holder",
}
_STRUCTURE = {
    "registry: every paragraph": "Paragraphs of Mandate Registry files, each read",
    "registry: types and roles": "Their kinds: heading, preambular, operative and so on",
    "akoma ntoso: every paragraph": "Paragraphs of Akoma Ntoso files, each read",
    "six languages: shared paths": "Paragraphs of six languages led to the same place",
}
_LANGUAGES = {
    "into English": "Question in another language, passage in English",
    "out of English": "English question, passage in another",
}


def tasks() -> list[dict[str, object]]:
    """The tasks in the order in which they are told. KeyError where a file of figures no longer has what is told of it."""
    return [
        *_search(),
        *_across_languages(),
        *_names(),
        *_office(),
        *_judged(),
        *_duties(),
        *_links(),
        *_structure(),
        *_drafts(),
        *_reuse(),
    ]


def _search() -> Iterator[dict[str, object]]:
    found = _figures("search.json")
    for kind, name in (("English", "Questions in English"), ("other languages", "The same questions in five other languages")):
        yield _task("Search", name, "nDCG@10", found["nDCG@10_by_kind"]["hybrid"][kind], _QUESTIONS, found)
    for kind, name in (("cross-document", "Questions across documents"), ("risk-factor", "Questions on risk factors")):
        yield _task("Search", name, "nDCG@10", found["nDCG@10_by_kind"]["hybrid"][kind], _QUESTIONS, found)
    best = {"value": found["systems"]["hybrid"]["en"]["hit@5"]}
    yield _task("Search", "A right passage among the first five, English", "hit@5", best, _QUESTIONS, found)


def _across_languages() -> Iterator[dict[str, object]]:
    found = _figures("languages.json")
    sample = f"{found['queries']} passages as questions, each to be found first among {found['pool']:,} of the other language"
    for way, name in _LANGUAGES.items():
        yield _task("Search", name, "first hit right", {"value": found["average"][way]}, sample, found)


def _names() -> Iterator[dict[str, object]]:
    found = _figures("names.json")
    sample = "questions that name a document, paragraph, title or thing, kept back while the rules were written"
    for kind, name in (("all", "What a question names comes first"), ("pinpoint", "of these, paragraphs by pinpoint")):
        yield _task("Search", name, "first hit right", found["first_hit_right"]["kept"][kind], sample, found)


def _office() -> Iterator[dict[str, object]]:
    found = _figures("extraction.json")
    for key, name in _OFFICE_TASKS.items():
        score = found["scores"][key]
        yield _task("Findings, on the office documents", name, "F1", score["f1"], OFFICE, found, score["met"], score["wanted"])


def _judged() -> Iterator[dict[str, object]]:
    found = _figures("mentions.json")
    for key, name in _JUDGED.items():
        score = found["tasks"][key]
        yield _task(
            "Findings, on unseen documents", name, "F1", {"value": score["f1"]}, DRAWN, found, score["met"], score["wanted"]
        )


def _duties() -> Iterator[dict[str, object]]:
    found = _figures("duties.json")
    for what in ("verb", "addressee", "strength"):
        some = [one for one in found["tasks"] if one["name"].startswith(f"duties: {what}") and "first" not in one["name"]]
        met, wanted = (sum(one[name] for one in some) for name in ("met", "wanted"))
        name = f"Recommendations and commitments: every {what} of a paragraph right"
        yield _counted("Findings, on unseen documents", name, "share right", met, wanted, _DUTIES, found)
    reviews = next(one for one in found["tasks"] if one["name"] == "reviews: recommendations with their State")
    sample = "eight reports of the universal periodic review"
    name = "Recommendations in review reports, with the recommending State"
    yield _counted("Findings, on unseen documents", name, "recall", reviews["met"], reviews["wanted"], sample, found)


def _links() -> Iterator[dict[str, object]]:
    found = _figures("links.json")
    told, sample = (
        found["links: all"],
        "links that the Mandate Registry itself makes; of those missed each was read, and is the Registry's error",
    )
    yield _counted("Citations", "Links to cited documents found", "recall", told["met"], told["links"], sample, found)
    read = found["citations judged"]
    sample = "our citations drawn by hash and read one by one; the rule of the wrong one was mended after"
    yield _counted(
        "Citations",
        "Citations that lead to the right document",
        "precision",
        read["read"] - read["wrong"],
        read["read"],
        sample,
        found,
    )


def _structure() -> Iterator[dict[str, object]]:
    found = _figures("structured.json")
    for key, name in _STRUCTURE.items():
        one = found["tasks"][key]
        yield _counted("Structure", name, "recall", one["met"], one["wanted"], "the files' own marks of structure", found)


def _drafts() -> Iterator[dict[str, object]]:
    found = _figures("drafts.json")
    sample = "made drafts with planted faults, held out while the rules were written"
    held = [one for one in found["tasks"] if one["task"].endswith("(held out)")]
    for begin, name in (("planted", "Planted faults found and named"), ("sound", "Sound citations left in peace")):
        some = [one for one in held if one["task"].startswith(begin)]
        right, of = sum(one["right"] for one in some), sum(one["of"] for one in some)
        yield _counted("Drafting desk", name, "share right", right, of, sample, found)


def _reuse() -> Iterator[dict[str, object]]:
    found, sample = _figures("reuse.json"), "paragraphs compared each with each in a sample"
    near = found["near"]
    right, of = near["of these found"], near["pairs in a sample compared each with each"]
    yield _counted("Drafting desk", "Nearly repeated paragraphs found", "recall", right, of, sample, found)


def _counted(
    group: str, name: str, measure: str, right: int, of: int, sample: str, found: Mapping[str, Any]
) -> dict[str, object]:
    return _task(group, name, measure, {"value": round(right / of, 4)}, sample, found, right, of)


def _task(
    group: str,
    name: str,
    measure: str,
    value: Mapping[str, float],
    sample: str,
    found: Mapping[str, Any],
    right: int | None = None,
    of: int | None = None,
) -> dict[str, object]:
    interval = {end: value[end] for end in ("low", "high") if end in value}
    counts = {"right": right, "of": of} if of else {}
    told = {"group": group, "name": name, "measure": measure, "value": value["value"], "sample": sample}
    return told | {"command": found["command"]} | interval | counts


def _figures(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FIGURES / name).read_text(encoding="utf-8"))
    return found


def written(told: list[dict[str, object]]) -> str:
    """The file as it is kept: the same bytes for the same figures."""
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="What readers of the portal are told of the last evaluation.")
    parser.add_argument("--write", action="store_true", help=f"write {TOLD.relative_to(HOME)}")
    told = written(tasks())
    if parser.parse_args().write:
        TOLD.write_text(told, encoding="utf-8")
    print(told, end="")


if __name__ == "__main__":
    main()
