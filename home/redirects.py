"""Where addresses lead at which there is nothing: those that were moved, those in other
letters or encodings, and those of WordPress."""

import re
from copy import copy
from urllib.parse import quote, unquote, unquote_to_bytes, urlencode, urlsplit

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.deprecation import MiddlewareMixin
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from base.text import clean_text
from blog.models import BlogIndexPage

# By which WordPress has addresses without words; elsewhere they say nothing.
WORDPRESS_QUERY = {"author", "cat", "feed", "m", "p", "page_id", "s", "tag"}
FRONT_PAGES = {"/", "/index.php"}


class RedirectMiddleware(MiddlewareMixin):
    """Leads on from where there is nothing. What else the query says is kept."""

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or is_for_programs(request):
            return response
        if response.status_code != 404 and not is_query_of_wordpress(request):
            return response
        target, permanent = find_target(request)
        if not target or unquote(target) == unquote(request.get_full_path()):
            return response
        return redirect(target, permanent=permanent)


def is_for_programs(request):
    return request.path_info.startswith(("/api/", reverse("wagtailadmin_home")))


def is_query_of_wordpress(request):
    in_front = request.path_info in FRONT_PAGES
    return in_front and not WORDPRESS_QUERY.isdisjoint(request.GET)


def find_target(request: HttpRequest) -> tuple[str, bool]:
    """Where the address of `request` leads, or an empty text; and whether for good."""
    query = request.META.get("QUERY_STRING", "")
    if moved := find_moved(request, query):
        return moved
    path = decode(request.path_info)
    if found := find_spelling(request, path):
        return with_query(found, query), True
    return find_wordpress(request, path), True


# --- What was moved


def find_moved(request, query):
    """Where Wagtail's redirects lead, and whether for good, or None."""
    whole = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    path = whole.partition("?")[0]
    for old, rest in [(whole, ""), (path, query), (decode(path), query)]:
        found = get_redirect(request, old)
        if found and found.link:
            return with_query(found.link, rest), found.is_permanent
    return None


def with_query(url, query):
    """`url` with the parameters of `query` in addition, before its fragment."""
    address, hash_sign, fragment = url.partition("#")
    if query:
        address += ("&" if "?" in address else "?") + query
    return address + hash_sign + fragment


# --- The same in other letters


def decode(path: str) -> str:
    """`path` without percent signs, whatever it was encoded in, with whole letters."""
    raw = unquote_to_bytes(path)
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("cp949", errors="replace")  # of old Korean programs
    return "/" + clean_text(text).strip("/")


def find_spelling(request, path):
    """The address that differs from `path` by no more than capitals, normal form or
    encoding, if there is anything at it."""
    candidates = [page_address(request, path), path.lower(), f"{path.lower()}/"]
    for address in candidates:
        if address not in {"/", request.path_info} and answers(request, address):
            return quote(address)
    return ""


def page_address(request, path):
    """`path` with the slugs of pages as they are stored, and the rest in small letters."""
    site = Site.find_for_request(request)
    page, address = site and site.root_page, "/"
    for part in filter(None, path.split("/")):
        same = Q(slug__iexact=part) | Q(slug=part.lower())
        page = page and page.get_children().live().filter(same).first()
        address += f"{page.slug if page else part.lower()}/"
    return address


def answers(request, path):
    """Whether there is anything at `path`, which is not encoded."""
    request = copy(request)
    vars(request).pop("_wagtail_route_for_request", None)  # what was found at another
    request.path = request.path_info = path
    request.GET = QueryDict()
    try:
        view, args, kwargs = resolve(path)
        return view(request, *args, **kwargs).status_code < 400
    except (Http404, Resolver404):
        return False


# --- WordPress

FEEDS = {"feed", "rss", "rss2", "atom", "rdf"}
FEED_FILE = re.compile(r"(rss|atom|feed|index)\.xml|wp-(rss2?|atom|rdf|feed)\.php")
SIGN_IN = {"login", "wp-login.php", "wp-register.php", "wp-signup.php"}
SITEMAP = re.compile(r"(wp-sitemap|sitemap[_-]index|(post|page)-sitemap)\.xml")
# After the address of a post: other forms of it.
FORM_OF_POST = re.compile(r"amp|embed|trackback|comment-page-\d{1,9}")
PART = re.compile(r"(.*)/page/(\d{1,9})")
YEAR = re.compile(r"[1-9]\d{3}")


def find_wordpress(request: HttpRequest, path: str) -> str:
    """Where an address that WordPress would know leads, or an empty text."""
    path = path.lower()
    blog = BlogIndexPage.objects.live().first()
    if path in FRONT_PAGES:
        return find_query(blog, request.GET) or ("" if path == "/" else "/")
    parts = [part for part in path.removeprefix("/index.php").split("/") if part]
    if target := find_own(parts):
        return target
    return find_in_blog(request, blog, parts) if blog and parts else ""


def find_query(blog, query):
    """Where `/?feed=rss2` and the like lead."""
    if query.get("feed", "").startswith("comments"):
        return reverse("comments:feed")
    if words := query.get("s"):
        return f"{reverse('search')}?{urlencode({'q': words})}"
    if blog is None:
        return ""
    if "feed" in query:
        return f"{blog.url}feed/"
    if tag := query.get("tag"):
        return f"{blog.url}tag/{quote(tag)}/"
    year = YEAR.match(query.get("m", ""))
    return f"{blog.url}{year[0]}/" if year else ""


def find_own(parts):
    """What belongs to no blog."""
    match parts:
        case ["comments", *rest] if FEEDS.intersection(rest):
            return reverse("comments:feed")
        case ["wp-commentsrss2.php"]:
            return reverse("comments:feed")
        case ["wp-admin", *_]:
            return reverse("wagtailadmin_home")
        case [name] if name in SIGN_IN:
            return reverse("account_login")
        case [name] if SITEMAP.fullmatch(name):
            return reverse("sitemap")
    return ""


def find_in_blog(request, blog, parts):
    """The feed, list or post that `parts` mean, or the blog if there is no such list."""
    ours = parts[0] == blog.slug  # what is not here then never was at another address
    parts, feed = split_feed(parts[1:] if ours else parts)
    page = PART.fullmatch("/" + "/".join(parts))
    query = f"?page={page[2]}" if page else ""
    parts = page[1].split("/")[1:] if page else parts
    if not parts:
        return blog.url + (feed or query)
    if (listed := find_list(parts)) is None:
        return find_post(request, blog, parts, feed)
    if answers(request, unquote(urlsplit(blog.url).path) + listed):
        has_feed = listed.startswith("tag/")
        return blog.url + quote(listed) + ((has_feed and feed) or query)
    return "" if ours else blog.url + feed


def split_feed(parts):
    """`parts` before the word or file that asks for a feed, and the way to ours."""
    for place, part in enumerate(parts):
        if part in FEEDS or FEED_FILE.fullmatch(part):
            return parts[:place], "feed/"
    return parts, ""


def find_list(parts):
    """The list of posts that WordPress has at `parts`, in our blog, or None."""
    match parts:
        case ["category" | "tag", *_, name]:
            return f"tag/{name}/"
        case ["author", name]:
            return f"author/{name}/"
        case [year, *days] if YEAR.fullmatch(year) and "".join(days).isdecimal():
            return f"{year}/"
        case [year] if YEAR.fullmatch(year):
            return f"{year}/"
    return None


def find_post(request, blog, parts, feed):
    """The post that the last of `parts` names, or the feed with its comments."""
    form = FORM_OF_POST.fullmatch(parts[-1])
    slug = parts[:-1][-1:] if form else parts[-1:]
    same = Q(slug__iexact="".join(slug)) | Q(slug="".join(slug))
    found = blog.posts.live().filter(same).first()
    if found is None:
        return ""
    if feed:
        return reverse("comments:feed")
    number = re.search(r"\d+", form[0]) if form else None
    return found.get_url(request) + (
        f"?comments={number[0]}#comments" if number else ""
    )
