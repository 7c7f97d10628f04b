"""Nothing that a visitor was told is kept goes with a server that dies."""

import os
import re
import signal
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode, urlsplit

from comments.submission.forms import MIN_AGE
from tests.processes import linux_only, serve, session_of

POSTS = 200
KILLED_AFTER = 60  # answers
FORM_FIELD = re.compile(r'name="(form|page)" value="([^"]+)"')


class Visitor:
    """Somebody who comments without an account."""

    def __init__(self, site, page_id):
        self.netloc = urlsplit(site.url).netloc
        self.form = site.get(f"/comments/form/{page_id}/")
        self.fields = dict(FORM_FIELD.findall(self.form.text))

    def post(self, number):
        """Send comment `number`; whether the site said that it has it."""
        body = self.fields | {
            "text": f"Letter {number}",
            "name": "Minji",
            "email": f"writer-{number}@example.org",
        }
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            # Behind a proxy everybody comes from elsewhere; the limits count each.
            "X-Forwarded-For": f"192.0.2.{number % 256}",
        }
        with closing(HTTPConnection(self.netloc, timeout=60)) as connection:
            try:
                connection.request("POST", "/comments/post/", urlencode(body), headers)
                answer = connection.getresponse()
            except (OSError, HTTPException):
                return False
            return answer.status == 302 and "/sent/" in answer.headers["Location"]


def kept(folder):
    """The comments in the database, and the addresses that a mail is queued to."""
    with closing(sqlite3.connect(folder / "g48.sqlite3")) as connection:
        texts = connection.execute(
            "SELECT text FROM comments_pendingcomment"
        ).fetchall()
        mails = connection.execute('SELECT "to" FROM post_office_email').fetchall()
    return {text for (text,) in texts}, {address for (address,) in mails}


@linux_only
def test_a_killed_server_loses_no_comment_that_it_acknowledged(copy_of_site):
    acknowledged, enough = [], threading.Event()
    with serve(copy_of_site, BEHIND_PROXY=1) as site:
        # Two pages, as one takes only so many comments in an hour.
        visitors = [Visitor(site, page_id) for page_id in pages(copy_of_site)]
        time.sleep(MIN_AGE + 1)

        def post(number):
            if visitors[number % 2].post(number):
                acknowledged.append(number)
            if len(acknowledged) >= KILLED_AFTER:
                enough.set()

        with ThreadPoolExecutor(4) as people:
            posts = [people.submit(post, number) for number in range(POSTS)]
            assert enough.wait(60)
            for pid in session_of(site.process.pid):
                os.kill(pid, signal.SIGKILL)
        for sent in posts:
            sent.result()
    texts, addresses = kept(copy_of_site)

    assert KILLED_AFTER <= len(acknowledged) < POSTS
    assert {f"Letter {number}" for number in acknowledged} <= texts
    assert {f"writer-{number}@example.org" for number in acknowledged} <= addresses


def pages(folder):
    with closing(sqlite3.connect(folder / "g48.sqlite3")) as connection:
        posts = connection.execute("SELECT page_ptr_id FROM blog_blogpage LIMIT 2")
        return [pk for (pk,) in posts]
