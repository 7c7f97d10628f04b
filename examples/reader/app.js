// Pages of this reader: the hash says which. What it does not know by itself is looked up
// by its address on the site.
import { Problem, every, get } from "./api.js";
import { body } from "./blocks.js";
import { discussion } from "./comments.js";
import { SITE } from "./config.js";
import { day, h, here, html, picture } from "./dom.js";
import { announcement, whenAndWhere } from "./meetings.js";

const PER_PAGE = 10;
const main = document.querySelector("main");
const rich = { rich_text_format: "html" };

function card(post) {
    return h("article", { class: "post" },
        post.cover && h("a", { href: here(post.url), tabindex: "-1", "aria-hidden": "true" },
            h("img", { src: post.cover.url, width: 1200, height: 675, alt: "", loading: "lazy" })),
        h("h2", {}, h("a", { href: here(post.url) }, post.title)),
        post.starts && announcement(post),
        h("p", { class: "meta" }, day(post.date), byline(post), words(post.comments)),
        h("p", {}, post.summary));
}

// Drafts tell their authors without names.
const byline = ({ authors }) =>
    authors?.[0]?.name ? ` · ${authors.map(({ name }) => name).join(", ")}` : "";
const words = (number) => (number ? ` · ${number === 1 ? "1 comment" : `${number} comments`}` : "");

// Posts; those that are meetings with what only the list of meetings tells.
async function list(limit, offset = 0, query = {}) {
    const fields = "title,url,date,summary,cover,authors,comments";
    const [found, meetings] = await Promise.all([
        get("/posts/", { limit, offset, fields, ...query }),
        every("/meetings/", { fields: "starts,cancelled" })]);
    const byId = new Map(meetings.map((meeting) => [meeting.id, meeting]));
    return { ...found, items: found.items.map((post) => ({ ...post, ...byId.get(post.id) })) };
}

async function home() {
    const [found, posts] = await Promise.all([
        get("/pages/find/", { html_path: "/", ...rich }), list(4)]);
    return [
        h("div", { class: "hero" },
            found.quotation && h("blockquote", {}, h("p", {}, `“${found.quotation}”`),
                h("footer", {}, found.quotation_author)),
            h("h1", { class: "small" }, found.title),
            html(found.introduction ?? "", SITE)),
        h("h2", { class: "part" }, "New"),
        h("div", { class: "cards" }, posts.items.map(card)),
        h("p", {}, h("a", { class: "button", href: "#/posts/" }, "All posts")),
    ];
}

async function posts(query) {
    const number = Math.max(1, Number.parseInt(query.get("page") ?? "1", 10) || 1);
    const chosen = query.get("tag") ? { tag: query.get("tag") } : {};
    const found = await list(PER_PAGE, (number - 1) * PER_PAGE, chosen);
    const to = (page) => `#/posts/?${new URLSearchParams({ ...chosen, page })}`;
    return [
        h("h1", {}, chosen.tag ? `Posts about ${chosen.tag}` : "Posts"),
        h("div", { class: "cards" }, found.items.map(card)),
        h("p", { class: "pages" },
            number > 1 && h("a", { href: to(number - 1) }, "← Newer") || "",
            number * PER_PAGE < found.count && h("a", { href: to(number + 1) }, "Older →") || ""),
    ];
}

async function history(page) {
    const entries = await every("/timeline/", rich);
    return [
        h("h1", {}, page.title),
        html(page.introduction, SITE),
        h("ol", { class: "timeline" }, entries.map((entry) =>
            h("li", { class: entry.is_closure ? "closure" : "" },
                h("p", { class: "meta" }, entry.date_text), h("h2", {}, entry.title),
                html(entry.body, SITE), entry.picture ? picture(entry.picture) : "",
                entry.source && h("p", { class: "meta" }, `Source: ${entry.source}`)))),
        body(page.body, page.meta.html_url),
    ].flat();
}

// Whatever has a title and a body.
function article(page) {
    const cover = page.cover?.url ? page.cover : page.cover_rendition;
    return h("article", { class: "full" },
        h("h1", {}, page.title),
        page.date && h("p", { class: "meta" }, page.starts && "Announced on ", day(page.date),
            byline(page)) || "",
        page.summary && h("p", { class: "lead" }, page.summary) || "",
        page.starts && whenAndWhere(page),
        cover?.width ? picture({ ...cover, url: cover.full_url ?? cover.url }) : "",
        page.introduction && html(page.introduction, SITE) || "",
        typeof page.body === "string" ? html(page.body, SITE) : body(page.body, page.meta.html_url),
        page.tags?.[0]?.slug && h("p", { class: "tags" }, page.tags.map(({ name, slug }) =>
            h("a", { href: `#/posts/?tag=${encodeURIComponent(slug)}` }, name))) || "");
}

// What is at an address of the site, or null.
async function find(path) {
    try {
        return await get("/pages/find/", { html_path: decodeURI(path), ...rich });
    } catch (problem) {
        if (problem.status === 404 || problem instanceof URIError) return null;
        throw problem;
    }
}

function nothing() {
    return [
        h("h1", {}, "Nothing is here"),
        h("p", {}, "We are sorry: there is no page at this address, or not any more. ",
            "You may find what you look for among ", h("a", { href: "#/posts/" }, "all posts"),
            " or on ", h("a", { href: SITE }, "the site itself"), "."),
    ];
}

async function page(path) {
    const found = await find(path);
    if (!found) return nothing();
    const { type } = found.meta;
    if (type === "blog.BlogIndexPage") return posts(new URLSearchParams());
    let shown;
    if (type === "history.HistoryPage") shown = await history(found);
    else if ("authors" in found) {
        const { items } = await get("/posts/", { id: found.id, fields: "authors,tags,cover" });
        shown = [article({ ...found, ...items[0] })];
    } else shown = [article(found)];
    if ("comments_open" in found) shown.push(await discussion(found.id, found.comments_open));
    return shown;
}

async function preview(token) {
    const draft = await get("/preview/", { token, ...rich });
    return [h("p", { class: "draft", role: "status" }, "A draft: only who has this link sees it."), article(draft)];
}

function route() {
    const [path, query = ""] = (location.hash.slice(1) || "/").split("?");
    const asked = new URLSearchParams(query);
    if (asked.has("preview")) return preview(asked.get("preview"));
    if (path === "/") return home();
    if (path === "/posts/") return posts(asked);
    return page(path);
}

let latest = 0;

async function show() {
    const mine = ++latest;
    main.setAttribute("aria-busy", "true");
    let children;
    try {
        children = await route();
    } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        const heading = problem.status === 404 ? "Nothing is here" : "That did not work";
        children = [h("h1", {}, heading), h("p", {}, problem.message)];
    }
    if (mine !== latest) return; // somebody went on meanwhile
    main.replaceChildren(...children);
    main.removeAttribute("aria-busy");
    const title = main.querySelector("h1")?.textContent;
    document.title = [title, document.querySelector("[data-name]").textContent].join(" · ");
    scrollTo(0, 0);
}

async function frame() {
    const [menus, settings] = await Promise.all([get("/menus/"), get("/settings/")]);
    document.querySelector("[data-name]").textContent = settings.name;
    document.querySelector("[data-menu]").append(
        ...menus.main.map(({ title, url }) => h("li", {}, h("a", { href: here(url) }, title))));
    document.querySelector("[data-foot]").append(
        html(settings.footer, SITE),
        h("p", {}, settings.contact_email && h("a", { href: `mailto:${settings.contact_email}` }, settings.contact_email),
            settings.contact_email && " · ", h("a", { href: SITE }, "The site itself")));
}

document.querySelector("[data-skip]").addEventListener("click", (event) => {
    event.preventDefault(); // the hash is taken
    main.focus();
});
addEventListener("hashchange", () => show().then(() => main.focus({ preventScroll: true })));
frame().catch(() => {}).finally(show);
