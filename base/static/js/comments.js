// Loads the comment form into the page, opens the form to reply below its comment, and
// keeps what was typed until it is sent. Without JavaScript, links lead to pages with the
// same forms.

const discussion = document.querySelector("[data-discussion]");
const status = document.querySelector("[data-status]");

// --- What this browser keeps

// Browsers that keep no cookies keep nothing else either, and say so by an exception.
function tryStorage(action) {
    try {
        return action();
    } catch {
        return null;
    }
}

const read = (key) => tryStorage(() => JSON.parse(sessionStorage.getItem(key)));
const write = (key, value) => tryStorage(() => sessionStorage.setItem(key, JSON.stringify(value)));
const remove = (key) => tryStorage(() => sessionStorage.removeItem(key));

// --- Keeping in this tab what was typed, until it is sent

const keptFields = ["text", "name", "email", "website"];
const SENDING = "comment-sending"; // the key of the draft that is on its way

const keyOf = (form) => `comment-${form.dataset.page}-${form.elements.reply_to?.value || ""}`;

function keep(form) {
    const key = keyOf(form);
    const kept = read(key) ?? {};
    for (const name of keptFields) {
        const field = form.elements[name];
        if (field && !field.value && kept[name]) field.value = kept[name];
    }
    form.addEventListener("input", () => {
        const entries = keptFields.map((name) => [name, form.elements[name]?.value]);
        write(key, Object.fromEntries(entries));
    });
    form.addEventListener("submit", () => write(SENDING, key));
}

function forgetWhatWasSent() {
    const key = read(SENDING);
    remove(SENDING);
    if (key && document.querySelector("[data-sent]")) remove(key);
}

// --- Keeping a guest's name and email on this device, if they say so

const savedFields = ["name", "email"];
const SAVED = "comment-author";

// In localStorage and not in a cookie, which would be sent with every request.
const readSaved = () => tryStorage(() => JSON.parse(localStorage.getItem(SAVED)));

function saveName(form) {
    const choice = form.querySelector("[data-save-name]");
    if (!choice) return;
    const box = choice.querySelector("input");
    const saved = readSaved();
    for (const name of savedFields) {
        if (saved && !form.elements[name].value) form.elements[name].value = saved[name] ?? "";
    }
    box.checked = Boolean(saved);
    const update = () => {
        const entries = savedFields.map((name) => [name, form.elements[name].value]);
        const author = JSON.stringify(Object.fromEntries(entries));
        tryStorage(() => box.checked ? localStorage.setItem(SAVED, author) : localStorage.removeItem(SAVED));
    };
    box.addEventListener("change", update);
    form.addEventListener("input", () => box.checked && update());
    choice.hidden = false;
}

// --- Counting the characters that are left, once they are few

// As the site counts them: a character outside the basic plane is one, too, and spaces
// around the text do not count.
const lengthOf = (text) => [...text.trim()].length;

function count(textarea) {
    const most = Number(textarea.dataset.maxLength);
    if (!most) return;
    const left = document.createElement("p");
    left.className = "field__help";
    left.setAttribute("role", "status");
    textarea.after(left);
    const update = () => {
        const number = most - lengthOf(textarea.value);
        const words = number < 0 ? `${-number} characters too many` : `${number} characters left`;
        left.textContent = number < 300 ? words : "";
    };
    textarea.addEventListener("input", update);
    update();
}

// --- Sending once

const DOUBLE_CLICK = 2000; // milliseconds

function sendOnce(form) {
    let sentAt = -Infinity;
    form.addEventListener("submit", (event) => {
        const now = performance.now();
        // Not for ever: it may have been stopped, or the line may have dropped.
        if (now - sentAt < DOUBLE_CLICK) event.preventDefault();
        else sentAt = now;
    });
    // Back from the next page, the form may be the very one that was sent.
    addEventListener("pageshow", () => (sentAt = -Infinity));
}

function prepare(form) {
    if (form.dataset.page) keep(form);
    saveName(form);
    count(form.elements.text);
    form.addEventListener("keydown", (event) => {
        // With many Korean keyboards, Enter completes a syllable: it must not send the form.
        if (event.key === "Enter" && event.target.matches("input:not([type=checkbox])")) {
            event.preventDefault();
        }
    });
    sendOnce(form);
}

// --- Loading the form when it is needed

async function fetchForm(url) {
    const response = await fetch(url, { headers: { "X-Requested-With": "fetch" } });
    if (!response.ok) throw new Error(response.status);
    const holder = document.createElement("template");
    holder.innerHTML = await response.text();
    return holder.content.querySelector("[data-comment-form]");
}

let replyForm = null;

async function openReply(link) {
    const url = `${discussion.dataset.formUrl}?reply_to=${link.dataset.replyTo}`;
    const form = await fetchForm(url);
    replyForm?.remove();
    replyForm = document.createElement("div");
    replyForm.className = "comment__reply-form";
    const cancel = document.createElement("button");
    cancel.type = "button";
    cancel.className = "link-button";
    cancel.textContent = "Cancel";
    cancel.addEventListener("click", () => {
        replyForm.remove();
        link.focus();
    });
    // The page may have the other form too: ids must differ.
    for (const element of form.querySelectorAll("[id]")) element.id += "-reply";
    for (const name of ["for", "aria-describedby"]) {
        for (const element of form.querySelectorAll(`[${name}]`)) {
            const ids = element.getAttribute(name).split(" ");
            element.setAttribute(name, ids.map((id) => `${id}-reply`).join(" "));
        }
    }
    form.querySelector("[type=submit]").after(" ", cancel);
    replyForm.append(form);
    link.closest("article").append(replyForm);
    prepare(form);
    form.elements.text.focus();
    status.textContent = "The form to reply is open.";
}

function bringForm(place) {
    const observer = new IntersectionObserver(
        async (entries) => {
            if (!entries.some((entry) => entry.isIntersecting)) return;
            observer.disconnect();
            try {
                const form = await fetchForm(discussion.dataset.formUrl);
                const heading = document.createElement("h3");
                heading.textContent = "Leave a reply";
                const focused = document.activeElement;
                const hadFocus = place.contains(focused);
                place.replaceChildren(heading, form);
                prepare(form);
                if (hadFocus) form.elements.text.focus();
                // Keep in view what a reader with a keyboard went on to meanwhile.
                else if (focused !== document.body) focused.scrollIntoView({ block: "nearest" });
            } catch {
                // Leave the link to the form's page.
            }
        },
        { rootMargin: "600px" }
    );
    observer.observe(place);
}

// --- What happens on each page

if (discussion) {
    const place = discussion.querySelector("[data-reply]");
    if (place) bringForm(place);
    discussion.addEventListener("click", (event) => {
        const link = event.target.closest("[data-reply-to]");
        if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        openReply(link).catch(() => (location.href = link.href));
    });
}

forgetWhatWasSent();
for (const form of document.querySelectorAll("[data-comment-form]")) prepare(form);

function focusTarget() {
    const target = location.hash.startsWith("#comment-") && document.querySelector(location.hash);
    if (target) target.focus();
}

addEventListener("hashchange", focusTarget);
focusTarget();
