// Cleans HTML that is pasted from Google Docs, Word, Hangul and the like before Draftail
// reads it. Draftail takes elements for what they are called: the <b> that Google Docs puts
// around everything makes all bold, and what is slanted by a style is lost. Here elements
// are made of what text looks like, and all else that programs add is left out.

(() => {
    const LINES = "p, div, h1, h2, h3, h4, h5, h6, tr, table, blockquote, pre, dt, dd, section";
    const LISTS = "ul, ol, li";
    const DROPPED = "style, script, meta, link, title, xml, template, object, iframe, img, svg";
    const UNSEEN = /display:\s*none|mso-hide:\s*all/i;
    // Word's lists are paragraphs whose marker it tells others to ignore.
    const MARKER = '[style*="mso-list:Ignore" i], [style*="mso-list: Ignore" i]';
    const NUMBER = /[0-9a-z]{1,3}[.)]/i;
    // Hangul writes its values in quotation marks.
    const WEIGHT = /(?<![\w-])font-weight:\s*["']?(\w+)/i;
    const SLANT = /(?<![\w-])font-style:\s*["']?(\w+)/i;
    const BOLD = /^(bold|bolder|[6-9]00)$/i;
    const SLANTED = /^(italic|oblique)$/i;
    const LINK = /^(https?:|mailto:|\/)/i;

    const styleOf = (element) => element.getAttribute("style") ?? "";

    function nodesOf(root, kind) {
        const walker = document.createTreeWalker(root, kind);
        const nodes = [];
        while (walker.nextNode()) nodes.push(walker.currentNode);
        return nodes;
    }

    function rename(element, tag) {
        const renamed = document.createElement(tag);
        renamed.append(...element.childNodes);
        element.replaceWith(renamed);
        return renamed;
    }

    function leaveOut(root) {
        for (const comment of nodesOf(root, NodeFilter.SHOW_COMMENT)) comment.remove();
        for (const element of root.querySelectorAll("*")) {
            const isOffice = element.localName.includes(":") && !element.textContent.trim();
            const isUnseen = UNSEEN.test(styleOf(element));
            if (element.matches(DROPPED) || isOffice || isUnseen) element.remove();
        }
    }

    function makeLists(root) {
        let list;
        for (const line of root.querySelectorAll("p")) {
            const marker = line.querySelector(MARKER);
            if (!marker) continue;
            const tag = NUMBER.test(marker.textContent) ? "ol" : "ul";
            marker.remove();
            if (list?.localName !== tag || line.previousElementSibling !== list) {
                list = document.createElement(tag);
                line.before(list);
            }
            list.append(rename(line, "li"));
        }
    }

    // What the nearest element around `text` says that has a say.
    function looks(text, { property, value, tags }) {
        for (let at = text.parentElement; at; at = at.parentElement) {
            const said = property.exec(styleOf(at));
            if (said) return value.test(said[1]);
            if (at.matches(tags)) return true;
        }
        return false;
    }

    function markText(root) {
        const bold = { property: WEIGHT, value: BOLD, tags: "b, strong, th, h1, h2, h3, h4, h5, h6" };
        const slanted = { property: SLANT, value: SLANTED, tags: "i, em, cite" };
        const texts = nodesOf(root, NodeFilter.SHOW_TEXT).filter((text) => text.data.trim());
        const marks = texts.map((text) => [
            text,
            [looks(text, bold) && "b", looks(text, slanted) && "i"].filter(Boolean),
        ]);
        for (const element of root.querySelectorAll("b, strong, i, em, cite")) {
            element.replaceWith(...element.childNodes);
        }
        for (const [text, tags] of marks) {
            for (const tag of tags) {
                const mark = document.createElement(tag);
                text.replaceWith(mark);
                mark.append(text);
            }
        }
    }

    // Lines become paragraphs; what is neither line, list, link nor mark gives way to its text.
    function simplify(root) {
        for (const cell of root.querySelectorAll("td, th")) cell.append(" ");
        for (const element of [...root.querySelectorAll("*")].reverse()) {
            const href = element.getAttribute("href");
            const isList = element.matches(LISTS);
            for (const { name } of [...element.attributes]) element.removeAttribute(name);
            if (element.matches("b, i, br") || isList) continue;
            if (element.localName === "a" && LINK.test(href ?? "")) {
                element.setAttribute("href", href);
            } else if (!element.matches(LINES)) {
                element.replaceWith(...element.childNodes);
            } else if (element.closest("li")) {
                if (element.nextSibling) element.after(" ");
                element.replaceWith(...element.childNodes);
            } else if (element.querySelector(`${LINES}, ${LISTS}`)) {
                element.replaceWith(...element.childNodes);
            } else {
                rename(element, "p");
            }
        }
        for (const line of root.querySelectorAll("p, li")) {
            if (!line.textContent.trim()) line.remove();
        }
        if (root.querySelector("p, li")) {
            for (const br of root.querySelectorAll(":scope > br")) br.remove();
        }
    }

    function clean(html) {
        // Read as HTML, in which upper and lower case are one.
        const { body } = new DOMParser().parseFromString(html, "text/html");
        leaveOut(body);
        makeLists(body);
        markText(body);
        simplify(body);
        return body.innerHTML
            .replace(/(&nbsp;|\s)+/g, " ")
            .replace(/ ?(<\/?(?:p|ul|ol|li)>|<br>) ?/g, "$1")
            .trim();
    }

    // What Draftail itself has copied, it reads best.
    const isOwn = (html) => /data-editor=|data-offset-key=|draftjs-conductor/.test(html);

    function onPaste(event) {
        if (!event.target.closest?.(".Draftail-Editor")) return;
        const { clipboardData } = event;
        const html = clipboardData?.getData("text/html");
        if (!html || isOwn(html) || clipboardData.files.length) return;
        const cleaned = new DataTransfer();
        cleaned.setData("text/html", clean(html));
        cleaned.setData("text/plain", clipboardData.getData("text/plain"));
        Object.defineProperty(event, "clipboardData", { value: cleaned });
    }

    document.addEventListener("paste", onPaste, { capture: true });
})();
