// Keeps in this tab what an editor wrote until the server has it, says at once why it is not
// being saved, and offers it again when the form is next opened.
//
// Wagtail's own scripts say what happens by events: w-unsaved:add and w-unsaved:clear (there
// are changes, or none), w-autosave:success and w-autosave:error, w-swap:error (it could not
// ask who else is editing). Its message at the end of the form shows the template in
// templates/wagtailadmin/shared/unsaved_changes_warning.html with the type of an error.

(() => {
    const PREFIX = "cms-kept:";
    const CHECK_AGAIN = 5000; // milliseconds
    // What belongs to the form as it was loaded, and not to what was written.
    const OF_THE_FORM = /^(csrfmiddlewaretoken|next|loaded_revision_.*|comments-.*)$/;
    // Reasons that Wagtail itself explains.
    const EXPLAINED = ["validation_error", "invalid_revision", "locked", "blocked_by_hook"];

    const user = document.querySelector("meta[name=cms-user]")?.content;
    const form = document.querySelector("form[data-edit-form]");
    const pathOf = (url) => new URL(url, location.href).pathname;

    // --- Keeping

    const thisLoad = `:${performance.timeOrigin}`;
    const keys = () => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));

    let sent = false; // Wagtail goes on to tell of changes while the answer is awaited

    function keep() {
        const written = [...new FormData(form)].filter(
            ([name, value]) => typeof value === "string" && !OF_THE_FORM.test(name),
        );
        const path = pathOf(form.action);
        const kept = { path, user, sent, at: Date.now(), written };
        try {
            sessionStorage.setItem(PREFIX + path + thisLoad, JSON.stringify(kept));
        } catch {
            // More than the browser keeps: the text is still in the form.
        }
    }

    function forget(ending = "") {
        for (const key of keys()) if (key.endsWith(ending)) sessionStorage.removeItem(key);
    }

    const isKept = () => keys().some((key) => key.endsWith(thisLoad));

    // What was sent has arrived if the answer, not a page to sign in, says so.
    function forgetWhatArrived() {
        const from = document.referrer && pathOf(document.referrer);
        const hasErrors = form?.dataset.wUnsavedForceValue === "true"; // and shows the text
        if (!hasErrors && !document.querySelector(".messages .success")) return;
        for (const key of keys()) {
            const { sent, path } = JSON.parse(sessionStorage.getItem(key));
            if (sent && path === from) sessionStorage.removeItem(key);
        }
    }

    // --- Offering it again

    function offer() {
        for (const key of keys()) {
            const kept = JSON.parse(sessionStorage.getItem(key));
            if (kept.user !== user || kept.path !== pathOf(form.action)) continue;
            const bar = document.querySelector("[data-kept]").content.firstElementChild.cloneNode(true);
            bar.querySelector("time").textContent = new Date(kept.at).toLocaleString(
                document.documentElement.lang,
                { dateStyle: "medium", timeStyle: "short" },
            );
            bar.querySelector("[data-kept-save]").addEventListener("click", () => {
                sessionStorage.setItem(key, JSON.stringify({ ...kept, sent: true }));
                send(kept.written);
            });
            bar.querySelector("[data-kept-discard]").addEventListener("click", () => {
                sessionStorage.removeItem(key);
                bar.remove();
            });
            form.prepend(bar);
        }
    }

    function send(written) {
        const ofTheForm = [...new FormData(form)].filter(([name]) => OF_THE_FORM.test(name));
        const letter = document.createElement("form");
        letter.method = "post";
        letter.enctype = form.enctype;
        letter.action = form.action;
        for (const [name, value] of [...ofTheForm, ...written]) {
            const field = document.createElement("input");
            field.type = "hidden";
            field.name = name;
            field.value = value;
            letter.append(field);
        }
        letter.hidden = true;
        document.body.append(letter);
        letter.submit();
    }

    // --- Saying why it is not being saved

    let trouble = "";
    let triedAgain = false;
    let timer;

    // Why nothing can be saved, or "". Takes over the token of a new session.
    async function findTrouble() {
        const url = document.querySelector("[data-session-url]").dataset.sessionUrl;
        let answer;
        try {
            answer = await fetch(url, { redirect: "manual", cache: "no-store" });
        } catch {
            return "unreachable";
        }
        if (answer.type === "opaqueredirect" || answer.status === 403) return "signed_out";
        if (!answer.ok) return "unreachable";
        const { token } = await answer.json();
        for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) {
            field.value = token;
        }
        return "";
    }

    function say(reason) {
        trouble = reason;
        const detail = { type: reason, text: "", ours: true };
        // For Wagtail, a TypeError is one of the network: it asks before it sends the form.
        if (reason === "unreachable") detail.error = new TypeError();
        document.dispatchEvent(new CustomEvent("w-autosave:error", { detail }));
    }

    function saveNow() {
        const detail = { type: "edits" };
        const options = { bubbles: true, cancelable: true, detail };
        form.dispatchEvent(new CustomEvent("w-unsaved:add", options));
    }

    async function check() {
        clearTimeout(timer);
        const found = await findTrouble();
        if (found) {
            if (found !== trouble) say(found);
            timer = setTimeout(check, CHECK_AGAIN);
        } else if (trouble && trouble !== "failing") {
            trouble = "";
            triedAgain = false;
            if (isKept()) saveNow();
            else document.dispatchEvent(new CustomEvent("w-unsaved:clear"));
        }
    }

    async function onError({ detail }) {
        if (detail.ours || EXPLAINED.includes(detail.type)) return;
        const before = trouble;
        await check();
        if (trouble) {
            say(trouble); // Wagtail's message has replaced it
        } else if (!before && !triedAgain) {
            triedAgain = true; // with a new token
            saveNow();
        } else if (!before) {
            say("failing");
        }
    }

    // --- Which forms, and when

    document.addEventListener("submit", (event) => {
        if (pathOf(event.target.action).endsWith("/logout/")) forget();
    });

    forgetWhatArrived();
    if (!form) return;
    if (form.dataset.wUnsavedForceValue !== "true") offer();

    form.addEventListener("submit", () => {
        sent = true;
        keep();
    });
    document.addEventListener("w-unsaved:add", (event) => {
        if (event.target === form) keep();
    });
    document.addEventListener("w-unsaved:clear", () => forget(thisLoad));
    document.addEventListener("w-autosave:success", () => {
        forget(thisLoad);
        trouble = "";
        triedAgain = false;
    });
    document.addEventListener("w-autosave:error", onError);
    document.addEventListener("w-swap:error", check);
    addEventListener("focus", check);
    document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "visible") check();
    });
})();
