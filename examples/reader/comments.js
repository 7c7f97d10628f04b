// A thread, and the form below it.
import { Problem, get, post } from "./api.js";
import { SITE } from "./config.js";
import { day, h, html } from "./dom.js";

export async function discussion(page, isOpen) {
    const section = h("section", { class: "comments", "aria-labelledby": "comments" });
    await show(section, page, isOpen);
    return section;
}

async function show(section, page, isOpen, number = 1) {
    const thread = await get("/comments/", { page, number });
    if (number === 1) {
        const words = thread.count === 1 ? "1 comment" : `${thread.count} comments`;
        section.replaceChildren(h("h2", { id: "comments" }, words), h("ol"));
        if (isOpen) section.append(form(page));
    }
    const list = section.querySelector("ol");
    list.append(...thread.items.map((item) => comment(item, page, isOpen)));
    if (number < thread.num_pages) {
        const more = h("button", { type: "button", class: "quiet" }, "More comments");
        more.addEventListener("click", async () => {
            more.remove();
            await show(section, page, isOpen, number + 1);
        });
        list.after(more);
    }
}

function comment(item, page, isOpen) {
    const depth = Math.min(item.depth, 4);
    if (item.state === "removed") {
        return h("li", { class: `depth-${depth} gone` }, "This comment was removed.");
    }
    const text = html(item.html, SITE);
    const place = h("div");
    const answer = isOpen && item.takes_replies && h("button", {
        type: "button", class: "quiet",
        onclick: () => place.replaceChildren(form(page, item)),
    }, "Reply");
    return h("li", { class: `depth-${depth}` },
        h("p", { class: "meta" }, h("b", {}, item.name), " · ", day(item.written),
            item.in_reply_to && ` · to ${item.in_reply_to}`),
        text, answer || "", place,
        item.more_replies > 0 &&
            h("p", { class: "meta" }, h("a", { href: item.url }, `${item.more_replies} more answers`)) || "");
}

function form(page, parent) {
    const began = get("/comments/form/", { page });
    began.catch(() => {}); // told when it is sent
    const status = h("p", { role: "status" });
    const field = (name, label, input) =>
        h("p", {}, h("label", {}, label, input), h("span", { class: "error", "data-error": name }));
    const element = h("form", { class: "card", novalidate: true },
        h("h3", {}, parent ? `Answer ${parent.name}` : "Leave a reply"),
        field("text", "Your comment", h("textarea", { name: "text", rows: 5, maxlength: 3000 })),
        field("name", "Name, any you like", h("input", { name: "name", autocomplete: "nickname" })),
        field("email", "E-mail, never shown", h("input", { name: "email", type: "email", autocomplete: "email" })),
        h("button", { class: "button" }, "Send"), status);
    element.addEventListener("submit", async (event) => {
        event.preventDefault();
        await send(element, status, began, page, parent);
    });
    return element;
}

async function send(element, status, began, page, parent) {
    const data = Object.fromEntries(new FormData(element));
    const button = element.querySelector("button");
    button.disabled = true;
    for (const place of element.querySelectorAll("[data-error]")) place.textContent = "";
    try {
        const { form: signed } = await began;
        const made = await post("/comments/", { ...data, page, form: signed, reply_to: parent?.id });
        element.replaceChildren(h("p", { role: "status" }, made.detail ?? "Thank you: we have it."));
    } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        tell(problem, element, status);
    } finally {
        button.disabled = false;
    }
}

function tell(problem, element, status) {
    const sentences = [];
    for (const [name, sentence] of problem.fields) {
        const place = element.querySelector(`[data-error="${name}"]`);
        if (place) place.textContent = sentence;
        else sentences.push(sentence);
    }
    status.textContent = sentences.join(" ") || problem.message;
}
