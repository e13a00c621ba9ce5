""" "Help me choose", without JavaScript: four questions that lead to results and leave nothing behind."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models import Need, NeedGroup
from search.finder import QUESTIONS, STEPS, need_groups

pytestmark = pytest.mark.django_db
CHOOSE = "/find/choose/"
ANSWERS = {"audience": "parent", "age": "13", "need": ["sleep", "exam-stress"], "place": "Hexham"}


def ask(client: Client, step: int, **fields: Any) -> str:
    return client.post(CHOOSE, {"step": step, **fields}).content.decode()


def test_the_first_question_is_who_it_is_for(client: Client) -> None:
    html = client.get(CHOOSE).content.decode()
    assert "Who is it for?" in html
    assert "Question 1 of 4" in html
    assert 'value="back"' not in html


def test_a_link_may_say_who_it_is_for_and_nothing_else(client: Client) -> None:
    html = client.get(CHOOSE, {"audience": "parent", "need": "sleep", "age": "12"}).content.decode()
    assert "How old is your child?" in html
    assert 'value="sleep"' not in html
    assert 'value="12"' not in html


@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_every_page_carries_the_other_answers_urgent_help_and_the_exit(client: Client, step: int) -> None:
    html = ask(client, step - 1, **ANSWERS) if step > 1 else ask(client, 2, go="back", **ANSWERS)
    name = QUESTIONS[step - 1].name
    assert f"Question {step} of 4" in html
    assert "If somebody is in danger now" in html
    assert "Exit this page" in html
    main = html[html.index("<main") : html.index('id="skip"')]
    for field, value in (("audience", "parent"), ("age", "13"), ("place", "Hexham"), ("need", "sleep")):
        hidden = f'<input type="hidden" name="{field}" value="{value}">'
        assert (hidden in main) is (field != name)
    skip = html[html.index('id="skip"') :]
    assert f'name="{name}"' not in skip.replace('name="step"', "")


def test_the_last_answer_goes_on_to_the_results_and_stands_in_no_address(client: Client) -> None:
    response = client.post(CHOOSE, {"step": 4, **ANSWERS})
    assert response.status_code == 307
    assert response["Location"] == "/find/"
    found = client.post(CHOOSE, {"step": 4, **ANSWERS}, follow=True)
    html = found.content.decode()
    assert found.status_code == 200
    for chip in ("Age 13", "Near Hexham", "Parents and carers", "Trouble sleeping", "Exam and school stress"):
        assert chip in html
    assert not found.cookies


def test_every_question_can_be_left_out(client: Client) -> None:
    html = client.get(CHOOSE).content.decode()
    for step in range(2, STEPS + 1):
        html = ask(client, step - 1)
        assert f"Question {step} of 4" in html
    assert 'class="choose-skip" id="skip" action="/find/"' in html


@pytest.mark.parametrize(
    ("step", "field", "value", "message"),
    [
        (2, "age", "twelve", "Type an age in whole years, such as 15."),
        (2, "age", "²", "Type an age in whole years, such as 15."),
        (4, "place", "asdfgh", "We could not find"),
    ],
)
def test_a_mistake_is_named_in_the_page_and_nothing_is_lost(
    client: Client, step: int, field: str, value: str, message: str
) -> None:
    response = client.post(CHOOSE, {"step": step, **ANSWERS, field: value})
    html = response.content.decode()
    assert response.status_code == 400
    assert message in html
    assert f"Question {step} of 4" in html
    assert f'value="{value}"' in html
    for kept in {"parent", "13", "sleep", "Hexham"} - {ANSWERS[field]}:  # type: ignore[arg-type]
        assert f'value="{kept}"' in html


def test_back_keeps_an_answer_that_cannot_be_read_yet(client: Client) -> None:
    html = ask(client, 2, go="back", audience="parent", age="twelve")
    assert "Question 1 of 4" in html
    assert '<input type="hidden" name="age" value="twelve">' in html


@pytest.mark.parametrize(
    ("audience", "titles"),
    [
        ("young-person", ("How old are you?", "What&#x27;s going on?", "Where do you live?")),
        ("parent", ("How old is your child?", "What&#x27;s going on for your child?", "Where does your child live?")),
        ("", ("How old is the person?", "What&#x27;s going on?", "Where do they live?")),
    ],
)
def test_words_change_with_who_it_is_for_and_the_needs_do_not(
    client: Client, audience: str, titles: tuple[str, ...]
) -> None:
    pages = [ask(client, step, audience=audience) for step in range(1, STEPS)]
    for html, title in zip(pages, titles, strict=True):
        assert f'<h1 id="question">{title}</h1>' in html
    assert re.findall(r'name="need" value="([\w-]+)"', pages[1]) == [
        n.slug for _, needs in need_groups() for n in needs
    ]


def test_a_professional_also_reads_the_professional_terms(client: Client) -> None:
    assert "Sleep difficulties / insomnia" in ask(client, 2, audience="professional")
    assert "Sleep difficulties / insomnia" not in ask(client, 2, audience="young-person")


def test_a_flagged_need_is_never_listed_or_carried(client: Client) -> None:
    flagged = Need.objects.filter(is_sensitive=True)
    assert flagged
    for step in range(1, STEPS):
        html = ask(client, step, need=[need.slug for need in flagged])
        for need in flagged:
            assert need.label not in html
            assert f'value="{need.slug}"' not in html


def test_headings_and_their_order_belong_to_editors() -> None:
    NeedGroup.objects.exclude(label="Home and family").update(sort_order=50)
    Need.objects.filter(slug="tics").update(group=None)
    need_groups.forget()
    groups = need_groups()
    assert groups[0][0] == "Home and family"
    assert [need.slug for need in groups[-1][1]] == ["tics"]
    assert groups[-1][0] == "Other things"


def test_words_in_a_field_are_escaped(client: Client) -> None:
    assert "<script>alert" not in ask(client, 4, place='"><script>alert(1)</script>')


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["step", "go", "audience", "age", "need", "place"]),
        st.one_of(
            st.text(max_size=30), st.sampled_from(["1", "2", "3", "4", "back", "parent", "13", "sleep", "Blyth"])
        ),
    )
)
def test_no_form_brings_an_error(client: Client, fields: dict[str, str]) -> None:
    sendable = {name: text.encode("utf-8", "replace").decode() for name, text in fields.items()}
    assert client.post(CHOOSE, sendable).status_code in (200, 307, 400)


def test_a_question_asks_the_database_a_bounded_number_of_times(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    ask(client, 2)
    with django_assert_max_num_queries(6):
        ask(client, 2)


@pytest.mark.parametrize(
    "address", ["/", "/find/", "/find/?q=anxiety", "/find/?need=tics&age=3&how=text", "/no-such-page/"]
)
def test_there_is_a_way_to_the_finder(client: Client, address: str) -> None:
    assert 'href="/find/choose/' in client.get(address).content.decode()
