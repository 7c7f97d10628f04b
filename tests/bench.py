"""How long the site takes for a page: `make bench`.

Every page is asked for in this process, through all of Django but the web server. Said
are the milliseconds of processor time, which other programs on the machine disturb less
than those on a clock, and the queries.
"""

import io
import statistics
import sys
import time
from itertools import chain

import django
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import (
    CaptureQueriesContext,
    setup_test_environment,
    teardown_test_environment,
)

ROUNDS = 15
PAGES = ["/", "/history/", "/blog/", "/blog/feed/", "/search/?q=candle"]
LINE = "{:<44} {:>9} {:>9} {:>8}"


def discussions():
    """Posts with discussions of different sizes: names, and what `plant` takes."""
    from tests.comments.planting import long_thread

    hidden = set(range(1, 10_000, 20))
    return {
        "no comments": ([], ()),
        "50 comments": ([None] * 50, ()),
        "200 comments in one thread": (long_thread(200), ()),
        "200 comments, 10 hidden": (long_thread(200), set(range(1, 200, 20))),
        "10,000 comments in one thread": (long_thread(10_000), ()),
        "10,000 comments in one, 500 hidden": (long_thread(10_000), hidden),
        "10,000 threads": ([None] * 10_000, ()),
        "10,000 threads, 500 hidden": ([None] * 10_000, hidden),
    }


def make_posts():
    """One post for each of the discussions: its address by the name."""
    from blog.models import BlogIndexPage
    from tests.comments.planting import plant

    from .factories import BlogPageFactory, paragraph

    blog = BlogIndexPage.objects.get()
    addresses = {}
    for name, (parents, hidden) in discussions().items():
        text = [paragraph("<p>A letter is read.</p>") for _ in range(20)]
        post = BlogPageFactory(parent=blog, title=name, body=text)
        plant(post, parents, hidden)
        addresses[name] = post.url
    return addresses


def measure(addresses):
    """Print a line for each of `addresses`, asked for in turn so that all share the
    weather."""
    client = Client(headers={"host": "127.0.0.1"})
    queries, times = {}, {name: [] for name in addresses}
    for name, address in addresses.items():
        client.get(address)  # fills caches
        with CaptureQueriesContext(connection) as captured:
            status = client.get(address).status_code
        if status != 200:
            sys.exit(f"{address} answers {status}.")
        queries[name] = len(captured)
    for _ in range(ROUNDS):
        for name, address in addresses.items():
            start = time.process_time()
            client.get(address)
            times[name].append((time.process_time() - start) * 1000)
    for name in addresses:
        middle, least = statistics.median(times[name]), min(times[name])
        say(name, f"{middle:.1f}", f"{least:.1f}", queries[name])


def say(*columns):
    sys.stdout.write(LINE.format(*columns) + "\n")


def main():
    django.setup()
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    call_command("set_up", stdout=io.StringIO())
    say("page", "median ms", "least ms", "queries")
    measure(dict(chain(zip(PAGES, PAGES, strict=True), make_posts().items())))
    teardown_test_environment()


if __name__ == "__main__":
    main()
