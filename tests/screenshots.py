"""The pictures of the README: `make screenshots` takes them anew.

A new site is set up in a temporary folder, made-up people discuss there, and a browser
looks at what the README explains. Nothing of the site in `var/` is touched.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.contexts import ARGUMENTS, HERE

from .processes import ROOT, manage, program, python, serve

PICTURES = ROOT / "docs" / "screenshots"
DESK = {"viewport": {"width": 1200, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 800}}
EMAIL, PASSWORD = "editor@example.org", "candles in the dark"

DISCUSS = f"""
import django; django.setup()
from blog.models import BlogPage
from comments import reports, writing
from comments.models import Comment
from members.models import User

editor = User.objects.get()
editor.set_password({PASSWORD!r}); editor.display_name = "Editor"; editor.save()
post = BlogPage.objects.order_by("-date").first()
root = writing.create_comment(post, name="A reader", email="a@example.org",
    text="How long does such a letter take to arrive?")
writing.publish(root)
writing.create_comment(post, name="A newcomer", email="b@example.org", reply_to=root.pk,
    text="Mine took three weeks. Could we write the next one together at a meeting?",
    suggests_topic=True)
writing.create_comment(post, name="처음 온 사람", email="c@example.org",
    text="한국어로 쓴 편지도 보낼 수 있나요?")
writing.create_comment(post, name="Cheap watches", email="d@example.org",
    text="Buy cheap watches at https://watches.example and https://more.example now")
for number, reason in enumerate(["hate", "other"]):
    reports.report(root, reason, browser=f"reader {{number}}")
print(Comment.objects.get(user_name="Cheap watches").pk)
print(Comment.objects.filter(topic__state="suggested", is_public=True).first().pk)
"""


def main():
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="g48-screenshots-") as folder:
        var_dir = Path(folder)
        for command in (["collectstatic", "--noinput", "-v0"], ["set_up"]):
            manage(*command, var_dir=var_dir).check_returncode()
        settings = {"DJANGO_SETTINGS_MODULE": "g48cms.settings"}
        discussed = python("-c", DISCUSS, var_dir=var_dir, **settings)
        sys.stderr.write(discussed.stderr)
        comment, topic = discussed.stdout.split()
        with serve(var_dir) as site:
            take(site.url, comment, topic)


def take(url, comment, topic):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program("chromium"), args=ARGUMENTS
        )
        desk = signed_in(browser, url, **DESK)
        shoot(desk, "/cms/", "dashboard")
        shoot(desk, "/cms/comments/", "comments")
        shoot(desk, f"/cms/comments/{comment}/", "comment")
        shoot(desk, "/cms/settings/comments/commentsettings/", "rules")
        shoot(desk, "/cms/topics/", "topics")
        shoot(desk, f"/cms/topics/{topic}/plan/", "plan")
        shoot(signed_in(browser, url, **PHONE), "/cms/comments/", "comments-phone")
        browser.close()


def signed_in(browser, url, **options):
    page = browser.new_context(base_url=url, **HERE | options).new_page()
    page.goto("/account/login/?next=/cms/")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/cms/")
    return page


def shoot(page, address, name):
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
