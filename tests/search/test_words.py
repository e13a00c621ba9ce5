"""Words by themselves."""

from __future__ import annotations

import threading

from search import words

SOME = [word for word in sorted(words.english_words()) if word.isalpha()][::40]


def test_stems_are_the_same_whoever_asks_at_the_same_time() -> None:
    """The stemmer is one object that works on one word at a time; web servers have threads."""
    words.stem.cache_clear()
    expected = {word: words.stem(word) for word in SOME}
    words.stem.cache_clear()
    found: list[dict[str, str]] = []
    errors: list[BaseException] = []

    def ask(start: int) -> None:
        try:
            found.append({word: words.stem(word) for word in SOME[start:] + SOME[:start]})
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=ask, args=(number * 50,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert all(answers == expected for answers in found)
