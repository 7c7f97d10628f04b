"""How well the spam filter tells spam: `python -m tests.measure_spam_filter FILE`.

In the file, after a heading, each line has `spam` or `honest`, a tab and the text of a
comment. Each tenth is judged by what was learned from the other nine.
"""

import csv
import os
import sys
from collections import Counter
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from comments.moderation.spam import HAM, SPAM, TO_HOLD, tokenise, weigh  # noqa: E402

FOLDS = 10


def read(path):
    """The kind and the text of each comment in a file."""
    with Path(path).open(newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["kind"], row["text"]) for row in rows]


def measure(comments):
    """What the filter makes of `comments`, each judged without having been learned."""
    results = {"all": new_result(), "English": new_result(), "Korean": new_result()}
    for fold in range(FOLDS):
        known = [row for number, row in enumerate(comments) if number % FOLDS != fold]
        counts, totals = learn(known)
        for kind, text in comments[fold::FOLDS]:
            weight, _telling = weigh(tokenise(text), counts, totals[SPAM], totals[HAM])
            language = "Korean" if is_korean(text) else "English"
            for name in ("all", language):
                note(results[name], kind, text, is_held=weight >= TO_HOLD)
    return results


def learn(comments):
    counts, totals = {}, Counter(kind for kind, _text in comments)
    for kind, text in comments:
        for word in tokenise(text):
            spam, honest = counts.get(word, (0, 0))
            counts[word] = (spam + (kind == SPAM), honest + (kind == HAM))
    return counts, totals


def is_korean(text):
    return any("가" <= character <= "힣" for character in text)


def new_result():
    return {"numbers": Counter(), "held by mistake": []}


def note(result, kind, text, is_held):
    result["numbers"][kind, is_held] += 1
    if is_held and kind == HAM:
        result["held by mistake"].append(text)


def describe(result):
    numbers = result["numbers"]
    held = numbers[SPAM, True] + numbers[HAM, True]
    spam = numbers[SPAM, True] + numbers[SPAM, False]
    precision = numbers[SPAM, True] / held if held else 1
    recall = numbers[SPAM, True] / spam if spam else 1
    return (
        f"{numbers.total()} comments, {spam} of them spam; "
        f"precision {precision:.3f}, recall {recall:.3f}"
    )


def main(path):
    for name, result in measure(read(path)).items():
        sys.stdout.write(f"{name}: {describe(result)}\n")
        for text in result["held by mistake"]:
            sys.stdout.write(f"  held by mistake: {text}\n")


if __name__ == "__main__":
    main(sys.argv[1])
