// The blocks of a body, each as the API tells it.
import { SITE } from "./config.js";
import { h, html, moment, picture } from "./dom.js";

// A letter or a petition: as on the site, one that is closed can be read, not followed.
function action({ is_open: open, deadline, kind, title, addressee, address, email, ...value }) {
    const { points, sample, link } = value;
    return h("section", { class: "card" },
        h("p", { class: "meta" }, kind === "petition" ? "Petition" : "Letter"),
        h("h2", {}, title),
        !open && h("p", {}, h("b", {}, "Closed on ", moment(deadline), " in Seoul."),
            " Thank you to everybody who took part."),
        open && deadline && h("p", {}, h("b", {}, "Until ", moment(deadline)), " in Seoul"),
        h("h3", {}, "To"),
        h("address", { class: "lines" }, [addressee, address].filter(Boolean).join("\n"),
            email && ["\n", open ? h("a", { href: `mailto:${email}` }, email) : email]),
        points.length > 0 && [h("h3", {}, "What to ask for"),
            h("ul", {}, points.map((point) => h("li", {}, point)))],
        sample && [h("h3", {}, "A text to begin with"), h("p", { class: "lines" }, sample)],
        open && link && h("p", {},
            h("a", { class: "button", href: link, rel: "noreferrer" }, "Go and sign")));
}

const kinds = {
    action,
    heading: (text) => h("h2", {}, text),
    paragraph: (text) => html(text, SITE),
    picture: ({ picture: { picture: shown }, caption }) => shown && picture(shown, caption),
    gallery: (items) => h("div", { class: "gallery" }, items.map(kinds.picture)),
    quotation: ({ text, author, source }) =>
        h("blockquote", {}, h("p", {}, `“${text}”`),
            h("footer", {}, [author, source].filter(Boolean).join(", "))),
    embed: ({ url, title, picture: still }) =>
        h("p", { class: "card" }, still?.picture && picture(still.picture),
            h("a", { href: url, rel: "noreferrer" }, `${title} ↗`)),
    call_to_action: ({ text, link }) =>
        h("div", { class: "card" }, h("p", {}, text),
            h("a", { class: "button", href: link.href.replace(/^\//, "#/") }, link.label)),
    document: (file) => file && h("p", { class: "card" }, h("a", { href: file.url }, `${file.title} ↓`)),
    table: ({ caption, table: { columns, rows } }) =>
        h("div", { class: "wide", tabindex: "0" }, h("table", {}, h("caption", {}, caption),
            h("thead", {}, h("tr", {}, columns.map(({ heading }) => h("th", {}, heading)))),
            h("tbody", {}, rows.map(({ values }) =>
                h("tr", {}, values.map((value) => h("td", {}, value ?? ""))))))),
    code: ({ code }) => h("pre", { tabindex: "0" }, h("code", {}, code)),
};

// What this reader does not know yet, the page itself at `url` shows; drafts may have none.
function unknown(url) {
    const words = "This part can be seen on the site";
    return h("p", { class: "card" }, url ? h("a", { href: url }, words) : words);
}

export function body(blocks = [], url) {
    return blocks
        .map(({ type, value }) => (Object.hasOwn(kinds, type) ? kinds[type](value) : unknown(url)))
        .filter(Boolean);
}
