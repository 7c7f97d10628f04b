// The blocks of a body, each as the API tells it.
import { SITE } from "./config.js";
import { h, html, picture } from "./dom.js";

const kinds = {
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

// What this reader does not know yet, it leaves out.
export function body(blocks = []) {
    return blocks.map(({ type, value }) => kinds[type]?.(value)).filter(Boolean);
}
