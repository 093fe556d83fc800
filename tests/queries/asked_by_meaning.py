"""Tests of the questions: what is asked by meaning. In: nothing. Out: for each named query that searches two arguments and the
answers on the sample, where passages are ranked by the words that they share with the text.
"""

ASKED_BY_MEANING: list[tuple[str, str, dict[str, str], list[str], dict[str, str], list[str]]] = [
    (
        "recommendations-on",
        "pinpoint",
        {"text": "act on genocide"},
        ["A/75/863, para. 2 (a)", "A/75/863, para. 2 (a)", "A/75/863, para. 1"],
        {"text": "parliamentarians meet genocide", "addressee": "actor/member-states", "since": "2018"},
        ["A/72/884, para. 1", "A/75/863, para. 1", "A/75/863, para. 2 (a)"],
    ),
    (
        "addressees-on",
        "addresseeLabel",
        {"text": "genocide"},
        ["Member States", "Security Council"],
        {"text": "meet"},
        ["Member States"],
    ),
    ("risk-factors-near", "factorLabel", {"text": "parliamentarians"}, ["Tension"], {"text": "genocide"}, ["Preparation"]),
    (
        "networks-on",
        "networkLabel",
        {"text": "join meet"},
        ["Network of parliamentarians", "Network of focal points"],
        {"text": "join meet", "since": "2021"},
        ["Network of focal points"],
    ),
    (
        "similar-later",
        "pinpoint",
        {"passage": "doc/A/72/884/para/1"},
        ["A/75/863, para. 1"],
        {"passage": "doc/A/72/884/fn/1"},
        ["A/75/863, footnote 1"],
    ),
    (
        "cited-on",
        "targetLabel",
        {"text": "genocide"},
        ["Prevention of conflict", "Genocide Convention"],
        {"text": "parliamentarians"},
        ["Prevention of conflict"],
    ),
    (
        "subject-by-document",
        "title",
        {"text": "1366"},
        ["A report of 2018", "A report of 2021"],
        {"text": "parliamentarians"},
        ["A report of 2018"],
    ),
    ("states-asking", "stateLabel", {"text": "genocide"}, ["Mali", "Chad"], {"text": "act"}, ["Mali"]),
]
