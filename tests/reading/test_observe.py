"""Tests of the eyes: observations. In: made paragraphs on States. Out: what is said of which situation, and as of when."""

from collections.abc import Callable

import pytest

from ontology.iris import DEFAULT_BASE
from ontology.nouns import Observation, Passage, Rendition
from reading.assemble import Reading
from reading.evidence import Witness
from reading.find import Knowledge
from reading.mentions.observe import observations

Told = list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]
Observe = Callable[..., list[Observation]]
EXTREME = "opposing sides that grow more radical or extreme"


@pytest.fixture
def observe(passage_of: Callable[..., Passage], rendition: Rendition, knowledge: Knowledge) -> Observe:
    """The observations in a text of a document of 3 May 2031."""
    find, iris = knowledge.lexicon.find, knowledge.iris
    return lambda text, as_of="2031-05-03": observations(find(text), Witness(passage_of(text), rendition), iris, as_of)


@pytest.fixture
def told(observe: Observe) -> Callable[..., Told]:
    """Situation, date, factors and crimes of each observation in a text of a document of 3 May 2031."""

    def run(text: str, as_of: str | None = "2031-05-03") -> Told:
        found = observe(text, as_of)
        short = [(each.situation, each.factors, each.crimes) for each in found]
        paths = [tuple(_paths(part) for part in parts) for parts in short]
        return [(str(path[0]), each.as_of, *path[1:]) for each, path in zip(found, paths, strict=True)]  # type: ignore[misc]

    return run


def _paths(part: str | tuple[str, ...]) -> str | tuple[str, ...]:
    if isinstance(part, str):
        return part.removeprefix(DEFAULT_BASE)
    return tuple(iri.removeprefix(DEFAULT_BASE) for iri in part)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Bodies follow the situations in Chad, Mali and the Niger.", ["TCD", "MLI", "NER"]),
        ("The human rights situation in Chad is watched.", ["TCD"]),
        ("The crisis in the Niger goes on.", ["NER"]),
        ("The situation in Africa is watched.", ["002"]),
        ("The situations in Eastern Africa and Chad are watched.", ["014", "TCD"]),
        ("The Office trained officials in Chad.", []),
        ("Chad and Mali prevent situations of risk.", []),
        ("In that situation, Chad acted.", []),
        ("Bodies seized of the situation in Chad met.", []),
        ("It thanks all for their updates on the situation in Chad.", []),
        ("The delegation was grateful for the interest in the situation in Chad.", []),
        ("Questions were raised about the situation in Chad.", []),
        ("The Government had referred the situation in Chad to the Court.", []),
        ("The situation in the capital of Chad is calm.", []),
    ],
)
def test_a_place_is_observed_where_the_text_speaks_of_its_situation(
    told: Callable[..., Told], text: str, places: list[str]
) -> None:
    """What a State does, or where an office works, is no observation of its situation."""
    assert [situation for situation, *_ in told(text)] == [f"situation/{place}/2031" for place in places]


def test_a_crime_or_a_risk_factor_is_said_of_the_place_right_behind_it(told: Callable[..., Told]) -> None:
    """The document names it there; nothing is concluded."""
    (crime,) = told("Reports tell of war crimes committed in Chad.")
    assert crime == ("situation/TCD/2031", "2031-05-03", (), ("crime/war-crimes",))
    (factor,) = told("There are weak State structures in Chad.")
    assert factor == ("situation/TCD/2031", "2031-05-03", ("risk-factor/3",), ())
    assert told("Chad has laws against war crimes.") == []


def test_an_indicator_is_said_of_the_place_right_behind_it(observe: Observe) -> None:
    """It stands among the indicators, not among the factors or crimes."""
    (found,) = observe(f"The report tells of {EXTREME} in Chad.")
    assert _paths((found.situation, *found.indicators)) == ("situation/TCD/2031", "indicator/13.3")
    assert (found.factors, found.crimes) == ((), ())
    assert observe(f"Chad has no {EXTREME}.") == []


@pytest.mark.parametrize(
    ("text", "method", "confidence"),
    [
        ("The situation in Chad is grave.", "situation in a place", 0.95),
        ("Reports tell of war crimes committed in Chad.", "crime in a place", 0.8),
        ("There are weak State structures in Chad.", "risk factor in a place", 0.8),
        (f"The report tells of {EXTREME} in Chad.", "indicator in a place", 0.8),
    ],
)
def test_each_form_of_words_has_its_name_and_confidence(observe: Observe, text: str, method: str, confidence: float) -> None:
    """Where a text speaks of a situation as such, the reading is surer than where something is said to be in a place."""
    assert [(found.evidence.method, found.evidence.confidence) for found in observe(text)] == [(method, confidence)]


@pytest.mark.parametrize("opening", ["In early 2013,", "In late 2013,", "In mid-2013,"])
def test_a_part_of_a_year_counts_as_the_year(told: Callable[..., Told], opening: str) -> None:
    """An observation is as of a year; nothing finer is read from the words."""
    assert told(f"{opening} the situation in Chad was grave.")[0][:2] == ("situation/TCD/2013", "2013")


def test_the_year_that_a_sentence_names_is_the_year_of_the_situation(told: Callable[..., Told]) -> None:
    """Not that of a resolution or of a date; and without any date there is no observation."""
    assert told("In 2013, the situation in Chad was grave.")[0][:2] == ("situation/TCD/2013", "2013")
    assert told("By resolution 1325 (2000), the situation in Chad was noted.")[0][1] == "2031-05-03"
    assert told("The court, called upon in 2013, saw that the situation in Chad was grave.")[0][1] == "2031-05-03"
    assert told("The situation in Chad is grave.", None) == []


def test_observations_have_their_sentence_as_evidence(
    read: Callable[[str], tuple[Reading, object]], knowledge: Knowledge
) -> None:
    """Each statement leads back to the words that it stands on."""
    from reading.find import find

    reading, _ = read("1. It rained. The situation in Chad is grave.\n")
    (observation,) = find(reading, knowledge, "2031").observations
    assert observation.evidence.as_printed == "The situation in Chad is grave."
    assert observation.evidence.confidence < 1
