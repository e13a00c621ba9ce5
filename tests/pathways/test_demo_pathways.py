"""The words and steps of the demonstration's care pathways, read from their files: no database is needed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from directory.choices import Thrive
from pathways.choices import EvidenceKind, StepKind

DEMO = Path(__file__).resolve().parents[2] / "demo"
Data = dict[str, Any]

UP, DOWN, AT_18, UNIVERSAL = StepKind.STEP_UP, StepKind.STEP_DOWN, StepKind.AT_18, StepKind.UNIVERSAL
RISING = ["thriving", "getting-advice", "getting-help", "getting-more-help", "getting-risk-support"]
NEED_A_WAY_DOWN = RISING[3:]
EVERYDAY = RISING[:2]

# Urgent from the first stage to the last: everyday support is reached through the pathways that it steps down to.
WITHOUT_EVERYDAY_SUPPORT = {"pathway:crisis"}

# The papers whose dates are known; every other reference stands without one until somebody has checked it.
DATES_OF_PAPERS = {datetime.date(2021, 4, 8)}
ADDRESSES = re.compile(r"https://www\.(nice\.org\.uk/guidance/[a-z]{2}\d+|legislation\.gov\.uk/\S+)")

FORBIDDEN = {
    "blaming": r"\bcommit(s|ted|ting)?\b|\b(failed|successful)\b|attention.seeking|\bmanipulat",
    "a method": r"\b(overdos\w*|hang(ing|ed)?|noose|ligature|blades?|razors?|pills?|tablets?|paracetamol|poison\w*)\b",
    "a measure of a body": r"\b(weight|weigh\w*|calories?|bmi|kilos?|kg|stone)\b",
    "a number that only a record may hold": r"\d[\d ]{4,}\d",
    "ages with a dash": r"\d\s?[-–—]\s?\d",
    "a label": r"mentally ill|\btiers? \d|\bsuffer(s|ing|er)?\b|\bsevere (anxiety|depression)\b",
}


def read(folder: str) -> list[Data]:
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((DEMO / folder).glob("*.yaml"))]


PATHWAYS = {data["id"]: data for data in read("pathways")}
SERVICES = {data["id"]: data for data in read("services")}
RESOURCES = {data["id"]: data for data in read("resources")}

every_pathway = pytest.mark.parametrize("pathway", PATHWAYS.values(), ids=PATHWAYS.keys())


def stages_of(pathway: Data) -> dict[str, Data]:
    return {stage["short_name"]: stage for stage in pathway["stages"]}


def steps_of(pathway: Data) -> Iterator[tuple[Data, Data]]:
    """Every step with the stage where it begins."""
    for stage in pathway["stages"]:
        for step in stage["steps"]:
            yield stage, step


def rank(stage: Data) -> int:
    return RISING.index(stage["thrive"])


def texts_of(value: Any) -> Iterator[str]:
    """All words in a value, without web addresses."""
    if isinstance(value, str):
        if not value.startswith("https://"):
            yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item)


def leads_down_to(pathway: Data, start: str) -> set[str]:
    """What steps down and back to everyday support reach from a stage, one after another."""
    stages, found, waiting = stages_of(pathway), set(), [start]
    while waiting:
        for step in stages.get(waiting.pop(), {}).get("steps", []):
            if step["kind"] in {DOWN, UNIVERSAL} and step["to"] not in found:
                found.add(step["to"])
                waiting.append(step["to"])
    return found


def test_the_catalogue_has_fifteen_pathways() -> None:
    assert len(PATHWAYS) == 15


@every_pathway
def test_short_names_are_unique_and_fit_on_the_map(pathway: Data) -> None:
    names = [stage["short_name"] for stage in pathway["stages"]]
    assert len(set(names)) == len(names)
    assert all(0 < len(name) <= 24 and name == name.strip() for name in names)


@every_pathway
def test_a_map_stays_legible(pathway: Data) -> None:
    assert 3 <= len(pathway["stages"]) <= 6
    assert all(1 <= len(stage["steps"]) <= 4 for stage in pathway["stages"])


@every_pathway
def test_stages_name_a_thrive_grouping(pathway: Data) -> None:
    assert set(RISING) == set(Thrive.values)
    assert {stage["thrive"] for stage in pathway["stages"]} <= set(RISING)


@every_pathway
def test_free_text_next_has_gone(pathway: Data) -> None:
    assert not any("next" in stage for stage in pathway["stages"])


@every_pathway
def test_every_step_leads_to_another_stage_or_another_pathway(pathway: Data) -> None:
    targets = set(stages_of(pathway)) | set(PATHWAYS) - {pathway["id"]}
    wrong = [step for stage, step in steps_of(pathway) if step["to"] not in targets - {stage["short_name"]}]
    assert wrong == []


@every_pathway
def test_every_step_has_a_kind_and_says_when_to_take_it(pathway: Data) -> None:
    for _, step in steps_of(pathway):
        assert set(step) == {"kind", "to", "when"}
        assert step["kind"] in StepKind.values
        assert 0 < len(step["when"]) <= 255
        assert step["when"][-1] in ".?"


@every_pathway
def test_no_two_steps_of_a_stage_lead_to_the_same_place(pathway: Data) -> None:
    for stage in pathway["stages"]:
        targets = [step["to"] for step in stage["steps"]]
        assert len(set(targets)) == len(targets), stage["short_name"]


@every_pathway
def test_no_stage_but_the_first_is_an_orphan(pathway: Data) -> None:
    names = [stage["short_name"] for stage in pathway["stages"]]
    reached, waiting = {names[0]}, [names[0]]
    while waiting:
        for step in stages_of(pathway)[waiting.pop()]["steps"]:
            if step["to"] in names and step["to"] not in reached:
                reached.add(step["to"])
                waiting.append(step["to"])
    assert reached == set(names)


@every_pathway
def test_more_help_and_risk_support_have_a_step_down(pathway: Data) -> None:
    without = [
        stage["short_name"]
        for stage in pathway["stages"]
        if stage["thrive"] in NEED_A_WAY_DOWN and DOWN not in {step["kind"] for step in stage["steps"]}
    ]
    assert without == []


@every_pathway
def test_what_is_stepped_up_to_leads_back_down(pathway: Data) -> None:
    """To the stage that was left, or to one that gives no more help than it did; a step up within one stage is none."""
    stages = stages_of(pathway)
    for start, step in steps_of(pathway):
        if step["kind"] != UP or step["to"] not in stages:
            continue
        down = leads_down_to(pathway, step["to"])
        back = {name for name in down if name in PATHWAYS or rank(stages[name]) <= rank(start)}
        assert back, f"{start['short_name']} steps up to {step['to']}, and nothing leads back"


@every_pathway
def test_steps_up_give_no_less_help_and_steps_down_no_more(pathway: Data) -> None:
    stages = stages_of(pathway)
    for start, step in steps_of(pathway):
        if step["to"] not in stages:
            continue
        change = rank(stages[step["to"]]) - rank(start)
        if step["kind"] == UP:
            assert change >= 0, (start["short_name"], step)
        if step["kind"] in {DOWN, UNIVERSAL}:
            assert change <= 0, (start["short_name"], step)


@every_pathway
def test_everyday_support_is_where_a_pathway_begins_or_returns_to(pathway: Data) -> None:
    if pathway["id"] in WITHOUT_EVERYDAY_SUPPORT:
        return
    begins = pathway["stages"][0]["thrive"] in EVERYDAY
    assert begins or any(step["kind"] == UNIVERSAL for _, step in steps_of(pathway))


@every_pathway
def test_what_ends_at_18_says_where_to_go_then(pathway: Data) -> None:
    ending = [
        service
        for stage in pathway["stages"]
        for service in stage["services"]
        if (SERVICES[service].get("age") or {}).get("before") == 18
    ]
    steps = [step for _, step in steps_of(pathway) if step["kind"] == AT_18]
    if ending:
        assert steps
    if pathway["id"] != "pathway:turning-18" and ending:
        everywhere = {step["to"] for _, step in steps_of(pathway)}
        assert "pathway:turning-18" in everywhere


@every_pathway
def test_every_pathway_leads_to_urgent_help(pathway: Data) -> None:
    has_a_stage = any(stage["thrive"] == "getting-risk-support" for stage in pathway["stages"])
    assert has_a_stage or any(step["to"] == "pathway:crisis" for _, step in steps_of(pathway))


def test_pathways_that_belong_together_lead_to_each_other() -> None:
    links = {(name, step["to"]) for name, pathway in PATHWAYS.items() for _, step in steps_of(pathway)}
    assert ("pathway:self-harm", "pathway:crisis") in links
    assert ("pathway:crisis", "pathway:self-harm") in links
    assert ("pathway:eating", "pathway:crisis") in links
    assert ("pathway:crisis", "pathway:leaving-hospital") in links
    assert ("pathway:care-experienced", "pathway:abuse-exploitation") in links


@every_pathway
def test_every_stage_has_words_for_three_audiences(pathway: Data) -> None:
    assert all(pathway[field].strip() for field in ["introduction", "for_parents", "for_professionals"])
    for stage in pathway["stages"]:
        assert all(stage[field].strip() for field in ["who_for", "what_happens", "meanwhile"]), stage["short_name"]
        for audience, most in {"for_parents": 5, "for_professionals": 6}.items():
            points = stage[audience].strip().splitlines()
            assert 2 <= len(points) <= most, (stage["short_name"], audience)
            assert all(point.startswith("- ") and point.rstrip(")\"'")[-1] in ".?!" for point in points)


@every_pathway
def test_professionals_read_where_to_send_somebody(pathway: Data) -> None:
    """Each pathway tells them the route, consent, and what to do after a no."""
    text = " ".join(stage["for_professionals"] for stage in pathway["stages"]).lower()
    assert "consent" in text
    assert re.search(r"declin|says no|does not see|not taken on|not accepted", text)


@every_pathway
def test_services_and_resources_exist(pathway: Data) -> None:
    for stage in pathway["stages"]:
        assert set(stage["services"]) <= set(SERVICES), stage["short_name"]
        assert set(stage["resources"]) <= set(RESOURCES), stage["short_name"]


@every_pathway
def test_texts_fit_their_fields(pathway: Data) -> None:
    for stage in pathway["stages"]:
        assert len(stage["title"]) <= 120
        assert len(stage["how_long"]) <= 255


@every_pathway
def test_evidence_names_its_kind_and_only_dates_and_addresses_that_are_certain(pathway: Data) -> None:
    assert pathway["evidence"]
    for reference in pathway["evidence"]:
        assert set(reference) <= {"kind", "code", "title", "url", "published_on"}
        assert reference["kind"] in EvidenceKind.values
        code, url = reference.get("code", ""), reference.get("url", "")
        assert code == "" or code not in reference["title"]
        assert (reference["kind"] == EvidenceKind.NICE) == bool(code)
        assert url == "" or ADDRESSES.fullmatch(url)
        assert code == "" or url.endswith(f"/{code.lower()}")
        assert reference.get("published_on") in {None, *DATES_OF_PAPERS}


@every_pathway
def test_no_sign_off_is_invented(pathway: Data) -> None:
    assert "sign_offs" not in pathway


@every_pathway
@pytest.mark.parametrize("reason", FORBIDDEN)
def test_words_are_safe(pathway: Data, reason: str) -> None:
    spoken = {key: value for key, value in pathway.items() if key not in {"id", "also_known_as", "needs", "evidence"}}
    found = [match[0] for text in texts_of(spoken) for match in re.finditer(FORBIDDEN[reason], text, re.IGNORECASE)]
    assert found == [], f"{reason}: {found}"


@every_pathway
def test_young_people_read_short_sentences(pathway: Data) -> None:
    """Not a measure of reading age, but what makes most difference to it."""
    texts = [pathway["introduction"]]
    texts += [stage[field] for stage in pathway["stages"] for field in ["who_for", "what_happens", "meanwhile"]]
    sentences = [s for text in texts for s in re.split(r"(?<=[.?!:])\s+|\n+", text.replace("*", "")) if s.strip()]
    too_long = [sentence for sentence in sentences if len(sentence.split()) > 32]
    assert too_long == []
