"""What is kept in memory for a moment: read once by however many threads, and never longer than said."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from directory import remember
from directory.remember import Remembered

THREADS = 8


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(remember.time, "monotonic", lambda: now[0])
    return now


def test_an_answer_is_read_again_when_its_time_is_over(clock: list[float]) -> None:
    numbers = count()
    read = Remembered(lambda: next(numbers), seconds=30)
    assert [read(), read()] == [0, 0]
    clock[0] += 31
    assert [read(), read()] == [1, 1]
    read.forget()
    assert read() == 2


def test_many_threads_read_once_and_wait_for_it() -> None:
    started, read_times = threading.Event(), count()

    def slowly() -> int:
        started.wait(1)
        return next(read_times)

    read = Remembered(slowly, seconds=30)
    with ThreadPoolExecutor(THREADS) as pool:
        answers = [pool.submit(read) for _ in range(THREADS)]
        started.set()
        assert {answer.result(5) for answer in answers} == {0}


def test_while_one_reads_anew_the_others_have_the_answer_before(clock: list[float]) -> None:
    numbers, reading, may_end = count(), threading.Event(), threading.Event()

    def slowly() -> int:
        number = next(numbers)
        if number:
            reading.set()
            may_end.wait(5)
        return number

    read = Remembered(slowly, seconds=30)
    assert read() == 0
    clock[0] += 31
    with ThreadPoolExecutor(1) as pool:
        renewed = pool.submit(read)
        assert reading.wait(5)
        assert read() == 0
        may_end.set()
        assert renewed.result(5) == 1
    assert read() == 1


def test_what_was_being_read_when_it_was_forgotten_is_not_kept() -> None:
    numbers = count()

    def forgotten_meanwhile() -> int:
        number = next(numbers)
        if number == 0:
            read.forget()
        return number

    read = Remembered(forgotten_meanwhile, seconds=30)
    assert [read(), read()] == [0, 1]


def test_an_error_is_not_kept_and_locks_nobody_out() -> None:
    answers = iter([ValueError("no database"), "read"])

    def once_broken() -> str:
        answer = next(answers)
        if isinstance(answer, ValueError):
            raise answer
        return answer

    read = Remembered(once_broken, seconds=30)
    with pytest.raises(ValueError, match="no database"):
        read()
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(read).result(5) == "read"


def test_answers_of_earlier_arguments_do_not_pile_up(clock: list[float]) -> None:
    read = Remembered(lambda version: object(), seconds=30)
    for version in range(100):
        read(version)
        clock[0] += 20
    assert len(read._kept) <= 3
