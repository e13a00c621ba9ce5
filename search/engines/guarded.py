"""A cluster with a spare beside it: while the cluster cannot answer in time, the embedded index of this machine does."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from circuitbreaker import CircuitBreaker

from search.documents import Write
from search.engines.base import Answer, Engine, EngineUnavailable, Hit, Late, Plan, Progress

logger = logging.getLogger(__name__)

T = TypeVar("T")

# One failure is enough, as the spare answers the same; after this long the cluster is asked again.
FAILURES = 1
RECOVERY_SECONDS = 5


class GuardedEngine:
    """Reads from the cluster or, while it fails, from the spare. Writes to the cluster; ``keep_spare`` writes the spare."""

    def __init__(self, cluster: Engine, spare: Engine) -> None:
        self.name = cluster.name
        self.cluster = cluster
        self.spare = spare
        self.breaker = CircuitBreaker(FAILURES, RECOVERY_SECONDS, EngineUnavailable, name="search")
        self._was_down = False

    def _from_cluster(self, question: Callable[[Engine], T]) -> T:
        """The cluster's answer; ``EngineUnavailable`` at once while it is known not to give any."""
        if self.breaker.opened:
            raise EngineUnavailable(str(self.breaker.last_failure))
        with self.breaker:
            return question(self.cluster)

    def _read(self, question: Callable[[Engine], T]) -> T:
        try:
            answer = self._from_cluster(question)
        except EngineUnavailable as error:
            if not self._was_down:
                logger.warning("The cluster does not answer; the spare index does. %s", error)
            self._was_down = True
            return question(self.spare)
        if self._was_down:
            logger.warning("The cluster answers again.")
        self._was_down = False
        return answer

    def search(self, plan: Plan) -> Answer:
        return self._read(lambda engine: engine.search(plan))

    def search_all(self, plans: Sequence[Plan]) -> list[Answer]:
        return self._read(lambda engine: engine.search_all(plans))

    def suggest(
        self, words: tuple[str, ...], limit: int, *, kinds: tuple[str, ...] = (), near: frozenset[str] = frozenset()
    ) -> list[Hit]:
        return self._read(lambda engine: engine.suggest(words, limit, kinds=kinds, near=near))

    def get(self, references: Iterable[str]) -> dict[str, Hit]:
        wanted = list(references)
        return self._read(lambda engine: engine.get(wanted))

    def trouble(self) -> str:
        """Of the cluster and the spare together: one of them is enough."""
        return self.fallback_reason() and self.spare.trouble()

    def fallback_reason(self) -> str:
        """Why the spare answers at this moment; empty when the cluster does."""

        def ask(engine: Engine) -> None:
            if trouble := engine.trouble():
                raise EngineUnavailable(trouble)

        try:
            self._from_cluster(ask)
        except EngineUnavailable as error:
            return str(error)
        return ""

    def update(self, writes: Iterable[Write]) -> None:
        self.cluster.update(writes)

    def rebuild(self, writes: Iterable[Write], progress: Progress | None = None, late: Late | None = None) -> int:
        return self.cluster.rebuild(writes, progress, late)

    def roll_back(self) -> bool:
        return self.cluster.roll_back()

    def versions(self) -> dict[str, str]:
        return self.cluster.versions()
