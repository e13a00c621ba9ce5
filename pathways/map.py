"""The map of a pathway: from stages and steps to boxes, lines and words with coordinates. Pure functions.

Stages stand below one another in the order of the list, along one drawn line. Under each stage stands a row for each of its
steps. A step's line leaves its row to the right, runs in a lane of its own beside the boxes, and ends at the side of the
stage that it leads to; so no line crosses words, and no words meet. A step to another pathway runs off the right edge.
Units are those of the viewBox: about a pixel on a small phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pathways.choices import StepKind

EDGE = 10.0  # left free on every side
SPINE = 26.0  # where the drawn line runs, and the middle of the numbers
SWAY = 11.0  # how far the drawn line leaves it
RADIUS = 17.0
LEFT, RIGHT = 50.0, 286.0  # of boxes and rows
PAD = 10.0
PORT = 11.0  # between two lines that end at one box
LANE, FIRST_LANE = 8.0, 15.0
HEAD = 8.0  # the length of an arrow's head
PILL, PILL_HEIGHT = 54.0, 21.0
BESIDE_PILL = 6.0
ROW_PAD, STAGE_GAP = 4.0, 26.0
NAME, SMALL, ROW = 17.0, 13.0, 14.0  # sizes of type
LEADING = 1.25
SUN = 15.0
MOST_LINES = 3

# What stands on the map for a kind of step; with the style of its line it can be told apart in grey.
KIND_WORDS: dict[str, str] = {
    StepKind.STEP_UP: "Up",
    StepKind.STEP_DOWN: "Down",
    StepKind.ACROSS: "Across",
    StepKind.AT_18: "At 18",
    StepKind.UNIVERSAL: "Back",
}
# The dashes of its line; empty: unbroken.
KIND_DASHES: dict[str, str] = {
    StepKind.STEP_UP: "",
    StepKind.STEP_DOWN: "9 5",
    StepKind.ACROSS: "2 5",
    StepKind.AT_18: "12 4 2 4",
    StepKind.UNIVERSAL: "4 4",
}
# The width of a letter as a share of its size, in a bold and rather wide face. Too much does no harm; too little would.
NARROW, WIDE = frozenset("iljtfrI.,:;'|!()[] -"), frozenset("mwMW@%&—…")


@dataclass(frozen=True, slots=True)
class MapStep:
    """``to`` is the place of a stage in the list; None when the step leaves the map, or leads nowhere any more."""

    kind: str
    words: str
    to: int | None = None
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class MapStage:
    name: str
    grouping: str = ""
    steps: tuple[MapStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    def meets(self, other: Rect) -> bool:
        """Whether the two share more than an edge."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


@dataclass(frozen=True, slots=True)
class Text:
    """One line of words; ``x`` is its left end, ``y`` its baseline."""

    x: float
    y: float
    size: float
    words: str

    @property
    def rect(self) -> Rect:
        """The room it needs at most."""
        return Rect(self.x, self.y - self.size * 0.95, text_width(self.words, self.size), self.size * 1.2)


@dataclass(frozen=True, slots=True)
class Stop:
    """A stage as it is drawn."""

    number: int
    rect: Rect
    names: tuple[Text, ...]
    grouping: Text | None

    @property
    def number_at(self) -> tuple[float, float]:
        """The middle of its number, on the drawn line."""
        return SPINE, self.rect.middle


@dataclass(frozen=True, slots=True)
class Way:
    """A step as it is drawn: its row, and its line, which is empty for one that leads nowhere any more."""

    kind: str
    rect: Rect
    pill: Rect
    word: Text
    names: tuple[Text, ...]
    points: tuple[tuple[float, float], ...] = ()
    line: str = ""
    head: str = ""

    @property
    def dashes(self) -> str:
        return KIND_DASHES[self.kind]


@dataclass(frozen=True, slots=True)
class Map:
    width: float
    height: float
    spine: str
    sun: tuple[float, float]
    stops: tuple[Stop, ...]
    ways: tuple[Way, ...]


def text_width(words: str, size: float) -> float:
    """How wide these words are at most."""
    return sum(_letter(letter) for letter in words) * size


def _letter(letter: str) -> float:
    if letter in NARROW:
        return 0.4
    if letter in WIDE or not letter.isascii():
        return 1.05
    return 0.72 if letter.isupper() else 0.62


def wrap(words: str, size: float, width: float, most: int = MOST_LINES) -> list[str]:
    """The words in at most so many lines that fit; what does not fit ends in "…"."""
    lines: list[str] = []
    for word in words.split():
        if lines and text_width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    kept = [_shorten(line, size, width) for line in lines[:most]]
    if len(lines) > most:
        kept[-1] = _shorten(f"{kept[-1].removesuffix('…')}…", size, width)
    return kept


def _shorten(line: str, size: float, width: float) -> str:
    if text_width(line, size) <= width:
        return line
    while line and text_width(f"{line}…", size) > width:
        line = line[:-1]
    return f"{line.rstrip('…')}…"


def draw(stages: Sequence[MapStage]) -> Map:
    """Every stage and every step, each once, inside ``width`` by ``height``."""
    stops, rows, height = _stack(stages)
    ends = _ends(stages, rows, stops)
    lanes = _lanes({way: (rows[way].rect.middle, y) for way, y in ends.items()})
    width = RIGHT + FIRST_LANE + LANE * (max(lanes.values(), default=0)) + EDGE
    ways = tuple(
        _with_line(row, lane=RIGHT + FIRST_LANE + LANE * lanes[key], to=ends[key])
        if key in ends
        else _off_the_map(row, width)
        if not stages[key[0]].steps[key[1]].is_gone
        else row
        for key, row in rows.items()
    )
    sun = (SPINE, height - EDGE - SUN)
    return Map(width, height, _spine([stop.rect.middle for stop in stops] + [sun[1]]), sun, stops, ways)


Key = tuple[int, int]  # stage, and step of that stage


def _stack(stages: Sequence[MapStage]) -> tuple[tuple[Stop, ...], dict[Key, Way], float]:
    """Boxes and rows from the top down, and the height of it all."""
    incoming = [sum(step.to == index for stage in stages for step in stage.steps) for index in range(len(stages))]
    y, stops, rows = EDGE, [], {}
    for index, stage in enumerate(stages):
        stops.append(_stop(index, stage, y, incoming[index]))
        y = stops[-1].rect.bottom + ROW_PAD
        for place, step in enumerate(stage.steps):
            rows[index, place] = _row(step, y)
            y = rows[index, place].rect.bottom
        y += STAGE_GAP
    return tuple(stops), rows, y + 2 * SUN + EDGE


def _stop(index: int, stage: MapStage, y: float, incoming: int) -> Stop:
    names = wrap(stage.name, NAME, RIGHT - LEFT - 2 * PAD)
    words = NAME * LEADING * len(names) + (SMALL * LEADING if stage.grouping else 0)
    height = max(words + 2 * PAD, 2 * RADIUS + PAD, PORT * (incoming + 1))
    top = y + (height - words) / 2
    texts = _lines(names, LEFT + PAD, top, NAME)
    grouping = wrap(stage.grouping, SMALL, RIGHT - LEFT - 2 * PAD, 1)
    small = _lines(grouping, LEFT + PAD, top + NAME * LEADING * len(names), SMALL)
    return Stop(index + 1, Rect(LEFT, y, RIGHT - LEFT, height), texts, small[0] if small else None)


def _row(step: MapStep, y: float) -> Way:
    start = LEFT + PILL + 2 * BESIDE_PILL
    names = wrap(step.words, ROW, RIGHT - start - 4)
    height = max(PILL_HEIGHT, ROW * LEADING * len(names)) + 2 * ROW_PAD
    top = y + (height - ROW * LEADING * len(names)) / 2
    pill = Rect(LEFT + BESIDE_PILL, y + (height - PILL_HEIGHT) / 2, PILL, PILL_HEIGHT)
    word = KIND_WORDS[step.kind]
    text = Text(pill.x + (PILL - text_width(word, SMALL)) / 2, pill.middle + SMALL * 0.35, SMALL, word)
    return Way(step.kind, Rect(LEFT, y, RIGHT - LEFT, height), pill, text, _lines(names, start, top, ROW))


def _lines(lines: list[str], x: float, top: float, size: float) -> tuple[Text, ...]:
    return tuple(Text(x, top + size * (LEADING * index + 1), size, line) for index, line in enumerate(lines))


def _ends(stages: Sequence[MapStage], rows: dict[Key, Way], stops: Sequence[Stop]) -> dict[Key, float]:
    """How high each step's line ends at its stage: those from above at the top, so that lines seldom cross."""
    ends: dict[Key, float] = {}
    for index, stop in enumerate(stops):
        arriving = [key for key in rows if stages[key[0]].steps[key[1]].to == index]
        arriving.sort(key=lambda key: (key[0] >= index, -rows[key].rect.y))
        for place, key in enumerate(arriving, start=1):
            ends[key] = stop.rect.y + stop.rect.height * place / (len(arriving) + 1)
    return ends


def _lanes(spans: dict[Key, tuple[float, float]]) -> dict[Key, int]:
    """A lane for each span, short ones next to the boxes; no two spans that meet share one."""
    lanes: dict[Key, int] = {}
    taken: list[list[tuple[float, float]]] = []
    for key in sorted(spans, key=lambda key: abs(spans[key][0] - spans[key][1])):
        low, high = sorted(spans[key])
        lane = 0
        while lane < len(taken) and any(
            low <= other_high and other_low <= high for other_low, other_high in taken[lane]
        ):
            lane += 1
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        lanes[key] = lane
    return lanes


def _start(row: Way) -> float:
    return max(text.rect.right for text in row.names) + 4 if row.names else row.pill.right + 4


def _with_line(row: Way, *, lane: float, to: float) -> Way:
    """The row with its line: out to the lane, along it, and back to the stage, with round corners."""
    start, y, end = _start(row), row.rect.middle, RIGHT + 1
    bend = min(6.0, abs(to - y) / 2)
    turn = bend if to > y else -bend
    line = (
        f"M{start:.1f} {y:.1f}H{lane - bend:.1f}Q{lane:.1f} {y:.1f} {lane:.1f} {y + turn:.1f}V{to - turn:.1f}"
        f"Q{lane:.1f} {to:.1f} {lane - bend:.1f} {to:.1f}H{end + HEAD:.1f}"
    )
    head = f"M{end:.1f} {to:.1f}l{HEAD:.1f} -4.5v9Z"
    points = ((start, y), (lane, y), (lane, to), (end, to))
    return replace(row, points=points, line=line, head=head)


def _off_the_map(row: Way, width: float) -> Way:
    start, y, end = _start(row), row.rect.middle, width - 1
    line, head = f"M{start:.1f} {y:.1f}H{end - HEAD:.1f}", f"M{end:.1f} {y:.1f}l-{HEAD:.1f} -4.5v9Z"
    return replace(row, points=((start, y), (end, y)), line=line, head=head)


def _spine(stops: Sequence[float]) -> str:
    """The one drawn line: from the top through every number to the sun, leaving to the left and right by turns."""
    parts, y, side = [f"M{SPINE:.1f} 0"], 0.0, 1
    for stop in stops:
        third = (stop - y) / 3
        x = SPINE + side * min(SWAY, third / 3)
        parts.append(f"C{x:.1f} {y + third:.1f} {x:.1f} {y + 2 * third:.1f} {SPINE:.1f} {stop:.1f}")
        y, side = stop, -side
    return "".join(parts)
