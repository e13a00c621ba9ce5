"""Results as a table, as JSON and as a picture."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("results")
PLOT_PIN = "matplotlib==3.11.2"
HEADER = ("entries", "engine", "what", "clients", "queries", "p50 ms", "p95 ms", "p99 ms", "a second", "failed")
Row = Mapping[str, Any]


def table(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """A Markdown table."""
    lines = [list(header), ["---"] * len(list(header)), *([_cell(value) for value in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.1f}" if value >= 10 else f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def timings_table(rows: Iterable[Row]) -> str:
    names = ("size", "engine", "what", "clients", "count", "p50", "p95", "p99", "per_second", "failed")
    return table(HEADER, ([row[name] for name in names] for row in rows))


def p50_of(rows: Iterable[Row], size: int, engine: str, what: str) -> float | None:
    """At one client; None when it was not measured."""
    wanted = (size, engine, what, 1)
    return next((r["p50"] for r in rows if (r["size"], r["engine"], r["what"], r["clients"]) == wanted), None)


def ratios(rows: list[Row]) -> list[tuple[Any, ...]]:
    """(entries, engine, what, times): each line's p50 as a multiple, at one client."""
    found: list[tuple[Any, ...]] = []
    sizes = sorted({row["size"] for row in rows})
    for engine in dict.fromkeys(row["engine"] for row in rows):
        for size in sizes:
            ours = p50_of(rows, size, engine, "whole search")
            if not ours:
                continue
            for what in ("engine alone", "Wagtail's own", "Wagtail's own, five facets", "Connected Places' query"):
                if other := p50_of(rows, size, engine, what):
                    is_under = what == "engine alone"
                    words = "whole search / engine alone" if is_under else f"{what} / whole search"
                    found.append((size, engine, words, ours / other if is_under else other / ours))
            before = p50_of(rows, size // 10, engine, "whole search")
            if before:
                found.append((size, engine, "growth of the whole search since a tenth", ours / before))
    return found


def save(name: str, results: Mapping[str, Any]) -> Path:
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return path


def plot(rows: list[Row], path: Path) -> str:
    """p50 at one client against size, one line for each thing; returns what happened, in a sentence."""
    try:
        import matplotlib
    except ImportError:
        return f"No picture was drawn: pip install {PLOT_PIN}"
    matplotlib.use("svg")
    from matplotlib import pyplot

    engines = list(dict.fromkeys(row["engine"] for row in rows))
    figure, frames = pyplot.subplots(1, len(engines), figsize=(5 * len(engines), 4), sharey=True, squeeze=False)
    for frame, engine in zip(frames[0], engines, strict=True):
        own = [row for row in rows if row["engine"] == engine and row["clients"] == 1]
        for what in dict.fromkeys(row["what"] for row in own):
            points = sorted((row["size"], row["p50"]) for row in own if row["what"] == what)
            frame.plot(*zip(*points, strict=True), marker="o", label=what)
        frame.set(xscale="log", yscale="log", title=engine, xlabel="entries", ylabel="p50, ms")
        frame.grid(visible=True, which="both", alpha=0.3)
        frame.legend(fontsize="small")
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})
    return f"Picture: {path}"
