"""Tests of the eyes: where a text without numbers opens; lists, rows, tables in it. In: made texts. Out: paths. No network."""

from collections.abc import Callable

from reading.assemble import take_apart
from reading.parts.units import Parts
from reading.readers.docx import read_docx
from reading.readers.text import read_text
from tests.reading.wordprocessing import cell, p, table, word

Split = Callable[[str], Parts]
OutlineOf = Callable[[Parts], list[tuple[str, str]]]
LONG = "Lamps have been lit along the whole coast since the keepers came back from the northern islands in the spring, and none"
TOLD = f"{LONG} of the ships that passed by in that time has been lost."


def tops(parts: Parts) -> list[str]:
    """The paths of all units, in order."""
    return [unit.path for unit in parts.units]


def test_a_whole_sentence_opens_a_text_without_numbers(parts: Split, outline: OutlineOf) -> None:
    """The headings between the masthead and it are the text's own."""
    found = parts(f"United Nations\n\nDistr.: General\n\n3 May 2031\n\nQUESTIONS (SECOND PART)\n\nKENYA\n\n{TOLD}\n\nWhy?\n")
    assert outline(found) == [
        ("section/1", "# QUESTIONS (SECOND PART)"),
        ("section/2", "# KENYA"),
        ("p/1", TOLD),
        ("p/2", "Why?"),
    ]
    assert [aside.text.text for aside in found.asides if aside.kind == "masthead"] == [
        *("United Nations", "Distr.: General", "3 May 2031"),
    ]


def test_a_table_opens_a_text_and_a_masthead_in_columns_does_not(parts: Split) -> None:
    """A list of recommendations may be nothing but a table."""
    assert tops(parts("| Task | State |\n|---|---|\n| Light lamps | Kenya |\n| Sell oil | Chad |\n")) == ["table/1"]
    front = "| United Nations | A/85/31 |\n| General Assembly | Distr.: General |\n\n1. Lamps burn.\n"
    assert tops(parts(front)) == ["para/1"]


def test_where_nothing_opens_the_text_all_behind_the_masthead_is_text(parts: Split) -> None:
    """Short lines without numbers; a masthead alone yields nothing."""
    assert tops(parts("Distr.: General\n\n3 May 2031\n\nLamps burn.\n\nBoats sail.\n")) == ["p/1", "p/2"]
    assert tops(parts("United Nations\n\nDistr.: General\n\n3 May 2031\n\nReport of the Secretary-General\n")) == []


def test_a_long_note_on_the_document_opens_no_text(parts: Split) -> None:
    """It stands at the foot of the first page, before the first paragraph."""
    assert tops(parts(f"Report of the Secretary-General*\n\n\\* {TOLD}\n\n1. Lamps burn.\n")) == ["para/1"]


def test_the_line_that_says_the_kind_may_be_a_heading() -> None:
    """Then the heading before the first passage tells kind and title."""
    page = b"# Statement by the President of the Security Council\n\n## I. Lamps\n\n1. Lamps burn.\n"
    assert take_apart(read_text(page, "made.md")).masthead.kind == "statement"


def test_papers_of_the_review_have_their_title() -> None:
    """They are of no kind of document; the State under review stands in it."""
    for line in ("UPR of Kenya (second cycle)", "Advance questions to Kenya"):
        assert take_apart(read_text(f"{line}\n\n{TOLD}\n".encode(), "made.txt")).masthead.title == line


def test_bullets_that_begin_with_small_letters_are_items(parts: Split, outline: OutlineOf) -> None:
    """But a dash at the beginning of a line may stand in the sentence."""
    found = parts("1. We ask for:\n- more oil\n- fewer lamps\n– ropes\n\n2. The keepers (all)\n- and only they - agree.\n")
    assert outline(found) == [
        ("para/1", "We ask for:"),
        *(("p/1", "more oil"), ("p/2", "fewer lamps"), ("p/3", "ropes")),
        ("para/2", "The keepers (all) - and only they - agree."),
    ]


def test_a_section_may_number_its_paragraphs_for_itself(parts: Split) -> None:
    """Then they stand under it; where the row of before goes on, it does."""
    anew = "1. One:\n\n(a) Oars;\n\n(b) Sails.\n\n2. Two.\n\n3. Three."
    source = f"I. Lamps\n\n1. One.\n\n2. Two.\n\nII. Boats\n\n{anew}\n\nIII. Oil\n\n3. Three.\n"
    assert tops(parts(source)) == [
        *("para/1", "para/2"),
        *("section/II/para/1", "section/II/para/1/a", "section/II/para/1/b", "section/II/para/2", "section/II/para/3"),
        "para/3",
    ]
    within = {unit.path: unit.within for unit in parts(source).units}
    assert (within["section/II/para/1"], within["section/II/para/1/b"]) == ("section/II", "section/II/para/1")


def test_a_list_behind_a_chapeau_is_no_row_of_its_section(parts: Split) -> None:
    """Its figures hang on the paragraph before."""
    assert tops(parts("I. Lamps\n\n1. One.\n\nII. Oil\n\nThese follow:\n\n1. Red.\n\n2. Green.\n"))[2:] == [
        "para/1/1",
        "para/1/2",
    ]


def test_a_mark_alone_on_its_line_heads_a_section(parts: Split, outline: OutlineOf) -> None:
    """Its name may stand on the next line."""
    found = parts("The General Assembly,\n\nI\n\n1. Asks for oil;\n\nII\n\nBoats\n\n2. Asks for boats.\n")
    assert [one for one in outline(found) if one[1].startswith("#")] == [("section/I", "# I"), ("section/II", "# Boats")]


def test_sections_of_a_resolution_may_have_preambles_of_their_own(parts: Split) -> None:
    """And headings may stand among preambular paragraphs."""
    source = "The General Assembly,\n\nRecalling the lamps,\n\nOil\n\nNoting the oil,\n\nI\n\n1. Asks for oil;\n\nII\n\n"
    found = parts(f"{source}Stressing the boats,\n\n1. Asks for boats.\n")
    assert tops(found) == [
        *("preamble/0", "preamble/1", "preamble/2", "para/1"),
        *("preamble/3", "section/II/para/1"),
    ]


def test_who_voted_how_closes_a_resolution(parts: Split) -> None:
    """In one bracket, over several lines."""
    vote = "[Adopted by a recorded vote of 2 to 1. The voting was as follows:\n\nIn favour:\n\nKenya, Chad\n\nAgainst:\n\nPeru]\n"
    found = parts(f"The Human Rights Council,\n\nNoting lamps,\n\n1. Asks for oil.\n\n1st meeting\n\n{vote}")
    assert tops(found) == ["preamble/0", "preamble/1", "para/1"]
    assert [aside.text.text for aside in found.asides if aside.kind == "closing"][-1] == "Peru]"


def test_caption_and_source_belong_to_their_table(parts: Split) -> None:
    """They are neither heading nor paragraph."""
    found = parts(
        "1. See table 1.\n\n**Table 1**\n\n**Lamps by kind**\n\n| Kind | Lamps |\n|---|---|\n| Red | 3 |\n\n*Source*: Kenya.\n"
    )
    assert [unit.text.text for unit in found.units] == [
        "See table 1.",
        "Table 1\nLamps by kind\nKind\tLamps\nRed\t3\nSource: Kenya.",
    ]
    assert len(found.items) == 2


def test_the_foot_of_a_page_inside_a_line_is_set_aside(parts: Split, outline: OutlineOf) -> None:
    """Job number and page, wherever a reader put them."""
    found = parts("1. Lamps burn 31-12345 3/12 at night.\n\n2. Boats sail. 4/12 31-12345\n")
    assert outline(found) == [("para/1", "Lamps burn at night."), ("para/2", "Boats sail.")]
    assert [aside.text.text for aside in found.asides if aside.kind == "furniture"] == ["31-12345 3/12", "4/12 31-12345"]


def test_no_deeper_list_begins_behind_a_sentence(parts: Split) -> None:
    """A figure in brackets there heads something of its own."""
    assert tops(parts("1. These:\n\n(a) red; and\n\n(b) green.\n\n(1) Lamps at home\n\n2. Next.\n")) == [
        *("para/1", "para/1/a", "para/1/b", "p/1", "para/2"),
    ]


def test_chinese_lines_are_joined_without_a_blank(parts: Split, outline: OutlineOf) -> None:
    """Between two signs; words of other scripts keep theirs."""
    assert outline(parts("1. 灯\n火 Kenya\n灯。\n")) == [("para/1", "灯火 Kenya 灯。")]


def test_where_word_names_its_headings_other_lines_are_none(outline: OutlineOf) -> None:
    """Short lines without a stop, such as the names in a list, stay paragraphs."""
    heading = '<w:outlineLvl w:val="1"/>'
    body = p("Lamps", heading) + p("1. Lamps burn.") + p("Treaties", heading) + p("Convention on Lamps, 1931") + p("Oil", heading)
    found = take_apart(read_docx(word(body + p("Convention on Oil")), "made.docx")).parts
    assert outline(found) == [
        *(("para/1", "Lamps burn."), ("section/1", "# Treaties"), ("p/1", "Convention on Lamps, 1931")),
        *(("section/2", "# Oil"), ("p/2", "Convention on Oil")),
    ]


def test_bare_headings_below_a_marked_one_keep_the_depths_that_word_gives_them() -> None:
    """A list of mandates under its own heading, not beside it."""
    body = "".join(p(words, f'<w:outlineLvl w:val="{level}"/>') for words, level in (("A. Plan", 0), ("Work", 0), ("Aim", 1)))
    found = take_apart(read_docx(word(body + p("1. Lamps burn.")), "made.docx")).parts
    assert {item.path: item.within for item in found.items} == {
        "section/A": "",
        "section/A/1": "section/A",
        "section/A/2": "section/A/1",
        "para/1": "section/A/2",
    }


def test_a_table_that_a_page_break_parts_is_one() -> None:
    """Nothing stands between its halves, and their columns are as many."""
    rows = [cell("1/1") + cell("Lamps"), cell("1/2") + cell("Oil")]
    body = p("1. Lamps burn.") + table(rows[0]) + p() + table(rows[1]) + p("2. Oil.") + table(rows[0])
    found = take_apart(read_docx(word(body), "made.docx")).parts
    assert [unit.text.text for unit in found.units if unit.kind == "table"] == ["1/1\tLamps\n1/2\tOil", "1/1\tLamps"]


def test_a_preambular_paragraph_that_a_page_break_cuts_stays_one(parts: Split, outline: OutlineOf) -> None:
    """In languages whose participles we do not know, and in Arabic, whose letters are all of one size."""
    cut = (
        "Глубоко встревожен тем, что лампы вдоль всего побережья и на северных островах гаснут каждую ночь задолго до рассвета, "
    )
    cut += "что смотрители не возвращаются, и тем, что"
    found = parts(f"Генеральная Ассамблея,\n\nссылаясь на лампы,\n\n{cut}\n\n2/30\n\nмасла нет,\n\n1. просит масла.\n")
    assert outline(found)[2:] == [("preamble/2", f"{cut} масла нет,"), ("para/1", "просит масла.")]
    arabic = parts("إن مجلس المصابيح،\n\nوإذ يشير إلى المصابيح،\n\n2/30\n\nوإلى الزيت،\n\nوإذ يرحب بالزيت؛\n\n1 - يطلب الزيت.\n")
    assert tops(arabic) == ["preamble/0", "preamble/1", "preamble/2", "para/1"]


def test_chinese_items_have_signs_of_their_own(parts: Split) -> None:
    """In brackets or in one sign, and no blank behind."""
    source = "1. 灯火如下：\n\n(a)红灯：\n\n㈠大灯；\n\n㈡小灯；\n\n(b)绿灯。\n"
    assert tops(parts(source)) == ["para/1", "para/1/a", "para/1/a/i", "para/1/a/ii", "para/1/b"]


def test_headings_with_figures_are_told_from_paragraphs(parts: Split, outline: OutlineOf) -> None:
    """They are short, without a stop, and their figure is not that of the next paragraph."""
    found = parts("I. Law\n\nA. Lamps\n\n7. One.\n\n1. World law\n\n8. Two.\n\n2. Law at home\n\n9. Three.\n")
    assert outline(found)[1:] == [
        *(("section/I/A", "# Lamps"), ("para/7", "One."), ("section/I/A/1", "# World law"), ("para/8", "Two.")),
        *(("section/I/A/2", "# Law at home"), ("para/9", "Three.")),
    ]
    assert tops(parts("I. Oil\n\n7. We ask for:\n\n1. Red lamps\n\n2. Green lamps\n")) == ["para/7", "para/7/1", "para/7/2"]


def test_notes_in_square_brackets_are_tied_to_their_markers(parts: Split) -> None:
    """Only where the marker stands in the text."""
    found = parts("1. Lamps burn.[1] Boats [2] sail.\n\n[1] See A/85/31.\n\n[2] Ibid.\n\n[9] no note\n")
    assert tops(found) == ["para/1", "fn/1", "fn/2", "p/1"]
    assert (found.units[0].text.text, found.units[0].markers) == ("Lamps burn. Boats sail.", [("1", 11), ("2", 17)])


def test_a_summary_may_stand_in_a_box(parts: Split, outline: OutlineOf) -> None:
    """As in reports to the Human Rights Council."""
    found = parts(
        "Report of the Secretary-General\n\n| *Summary* |\n| --- |\n| It tells of lamps. |\n\n## I. Lamps\n\n1. Lamps burn.\n"
    )
    assert outline(found) == [("summary", "It tells of lamps."), ("section/I", "# Lamps"), ("para/1", "Lamps burn.")]


def test_the_annex_to_a_letter_bears_its_title_on_the_next_line(parts: Split, outline: OutlineOf) -> None:
    """In all languages that we know the form in; a sentence that begins so is none."""
    for over in ("Annex I to the letter dated 4 May 2031 from Kenya", "Annexe I à la lettre datée du 4 mai 2031"):
        found = parts(f"I have the honour to write.\n\n{over}\n\nConcept note\n\n1. Lamps burn.\n")
        assert outline(found)[1:] == [("annex/I", "# Concept note"), ("annex/I/para/1", "Lamps burn.")]
    assert "annex/1" not in dict(outline(parts("1. Lamps.\n\nAnnex to the letter of Kenya is enclosed.\n")))


def test_bullets_are_no_headings(parts: Split) -> None:
    """Though they are short, without a stop, and begin with a capital."""
    assert tops(parts("1. We ask:\n\n• The keepers, to meet\n\n• All others, to sleep\n")) == ["para/1", "p/1", "p/2"]
