"""A small filter that learns from moderators what spam looks like here.

Naive Bayes over words, over pairs of syllables in Korean, and over what links lead to.
It only ever makes a comment wait. Words are counted by a keyed hash of them: the table
tells nobody what anybody wrote.
"""

import math
import re
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from base.text import fold
from comments.models import CommentDetails, SpamToken

SPAM, HAM = "spam", "honest"  # as they are stored
ENOUGH = 20  # comments of either kind, before it says anything
MOST_TELLING = 20  # tokens of a comment that are weighed
TO_HOLD = 3.0  # e to the power of this: how many times likelier spam must be
WORDS_NAMED = 3
ALL = 0  # the token that stands in every comment

LINK = re.compile(r"(?:https?://|www\.)([^\s/<>()\[\]]+)\S*")
WORD = re.compile(r"[a-zà-ž][a-zà-ž'’]+|[가-힣]+|[0-9]{3,}|[$€₩%!]+")


# --- Reading a text


def tokenise(text: str) -> dict[str, str]:
    """What of `text` is counted, each with the word that a moderator is told."""
    text = fold(text)
    found = {}
    for host in LINK.findall(text):
        found[f"host {host}"] = host
        found[f"domain .{host.rpartition('.')[2]}"] = host
    found[f"{min(len(found), 4)} of links"] = ""
    for word in WORD.findall(LINK.sub(" ", text)):
        if word.isdigit():
            found[f"{len(word)} digits"] = ""
        else:
            found[word] = word
        if "가" <= word[0] <= "힣":
            for start in range(len(word) - 1):
                found.setdefault(word[start : start + 2], word)
    return found


def hashed(word):
    digest = salted_hmac("comments.spam", word, algorithm="sha256").digest()
    return int.from_bytes(digest[:8], signed=True) or 1


# --- Judging


def weigh(
    words: Iterable[str],
    counts: dict[str, tuple[int, int]],
    spam_total: int,
    ham_total: int,
) -> tuple[float, list[str]]:
    """How much likelier `words` are in spam, as a logarithm, and the most telling.

    `counts` tells of each word in how many spam and honest comments it stood.
    """
    weights = {}
    for word in words:
        spam, ham = counts.get(word, (0, 0))
        if spam or ham:
            in_spam = (spam + 0.5) / (spam_total + 1)
            in_ham = (ham + 0.5) / (ham_total + 1)
            weights[word] = math.log(in_spam / in_ham)
    telling = sorted(weights, key=lambda word: -abs(weights[word]))[:MOST_TELLING]
    telling.sort(key=lambda word: -weights[word])
    return sum(weights[word] for word in telling), telling


def reason_to_hold(text: str) -> str:
    """In plain words why `text` may be spam, or an empty text."""
    words = tokenise(text)
    tokens = {hashed(word): word for word in words}
    rows = SpamToken.objects.in_bulk([ALL, *tokens])
    total = rows.pop(ALL, None)
    if total is None or min(total.spam, total.honest) < ENOUGH:
        return ""
    counts = {tokens[pk]: (row.spam, row.honest) for pk, row in rows.items()}
    weight, telling = weigh(words, counts, total.spam, total.honest)
    if weight < TO_HOLD:
        return ""
    named = list(dict.fromkeys(filter(None, (words[word] for word in telling))))
    return _("Looks like spam: %s.") % ", ".join(
        f"“{word[:30]}”" for word in named[:WORDS_NAMED]
    )


# --- Learning


def learn(details: CommentDetails, text: str, kind: str) -> None:
    """Count `text` as of `kind`, in place of what `details` say it was counted as.

    With an empty `kind`, as nothing. `details` are not saved.
    """
    if details.learned_as == kind:
        return
    if text:  # of what its writer deleted nothing can be taken back
        tokens = [ALL, *map(hashed, tokenise(text))]
        with transaction.atomic():
            if details.learned_as:
                count(tokens, details.learned_as, -1)
            if kind:
                count(tokens, kind, 1)
    details.learned_as = kind


def count(tokens, kind, number):
    new = [SpamToken(token=token) for token in sorted(tokens)]
    SpamToken.objects.bulk_create(new, ignore_conflicts=True)
    rows = SpamToken.objects.filter(token__in=tokens)
    rows.update(**{kind: F(kind) + number})
    rows.filter(spam__lte=0, honest__lte=0).delete()


def learned() -> tuple[int, int]:
    """How many spam and how many honest comments it has seen."""
    total = SpamToken.objects.filter(token=ALL).first()
    return (total.spam, total.honest) if total else (0, 0)
