"""What a new site answers, to be compared between two databases."""

import os
import re
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blog.models import BlogIndexPage, BlogPage

BEGINNINGS = [
    "/",
    "/sitemap.xml",
    "/robots.txt",
    "/.well-known/security.txt",
    "/api/v3/openapi.json",
    "/api/v3/pages/",
    "/account/login/",
]
LINK = re.compile(r'(?:href="|<loc>)(?:http://127\.0\.0\.1:\d+)?(/[^"#<]*)')
VARYING = re.compile(
    r"\d{4}-\d\d-\d\dT[\d:.]+(?:[+-]\d\d:?\d\d|Z)"  # the moment
    r"|[A-Za-z0-9]{64}"  # a token against forged forms
    r"|urn:uuid:[\w-]+"  # what a feed calls a post
    r"|, \d\d:\d\d<"  # the time of a comment
    r"|value=\"[\w:-]{30,}\""  # that of a form
)
# Title and summary of posts to be found.
POSTS = [
    ("촛불을 들고", "서울에서 만나요."),
    ("서울의 촛불", "부산으로도 편지를 씁니다."),
    ("No lighthouse", "Nothing of the kind."),
    ("All about lighthouse", "Lighthouse keepers, lighthouse lamps and a lighthouse."),
    ("No 등대", "아무것도 아닙니다."),
    ("All about 등대", "등대는 등대이고 등대를 지킵니다."),
]
SEARCHES = ["death penalty", "Seoul", "서울", "촛불 서울", "부산", "lighthouse", "등대"]


def survey():
    """Set a site up and ask it for everything."""
    with Path(os.devnull).open("w") as nowhere:
        call_command("set_up", stdout=nowhere)
    blog = BlogIndexPage.objects.get()
    for title, summary in POSTS:
        blog.add_child(instance=BlogPage(title=title, summary=summary))
    client = Client(
        headers={"host": settings.ALLOWED_HOSTS[0]}, raise_request_exception=False
    )
    return {
        "database": connection.vendor,
        "answers": crawl(client),
        "found": {text: titles_found(client, text) for text in SEARCHES},
        "nul": answers_to_nul(client),
        "draft": publish_a_draft(client, blog),
    }


def crawl(client):
    """The status, the number of queries and the text of every address that is linked."""
    answers, waiting = {}, list(BEGINNINGS)
    while waiting:
        address = waiting.pop()
        if address in answers or address.startswith(("/static/", "/media/")):
            continue
        client.get(address)  # the second time shows what every further visit costs
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        text = VARYING.sub("", b"".join(response).decode())
        answers[address] = {
            "status": response.status_code,
            "queries": len(queries),
            "text": text,
        }
        waiting += LINK.findall(text)
        if response.status_code == 302:
            waiting.append(response.headers["Location"].partition("#")[0])
    return answers


def titles_found(client, text):
    page = client.get("/search/", {"q": text}).content.decode()
    return [re.sub("<.*?>", "", title) for title in re.findall(r"<h2>(.*?)</h2>", page)]


def answers_to_nul(client):
    return {
        "search": client.get("/search/?q=a%00b").status_code,
        "parameter": client.get("/blog/?page=%00").status_code,
        "unknown parameter": client.get("/?a%00=1").status_code,
        "path": client.get("/blog/%00/").status_code,
        "form": client.post(
            "/account/login/", {"login": "a\0b", "password": "\0"}
        ).status_code,
    }


def publish_a_draft(client, blog):
    """The status of a post's address before and after it was published."""
    post = BlogPage(title="Draft", slug="draft", summary="Draft", live=False)
    blog.add_child(instance=post)
    before = client.get("/blog/draft/").status_code
    post.save_revision().publish()
    return [before, client.get("/blog/draft/").status_code]
