// Elements of what is given; text is always text.
export function h(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
        if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
        else if (value === true) element.setAttribute(key, "");
        else if (value !== false && value != null) element.setAttribute(key, value);
    }
    element.append(...children.flat(Infinity).filter((child) => child || child === 0));
    return element;
}

// Rich text that the API has cleaned. Were it ever not clean, the policy in index.html
// lets nothing in it run.
export function html(text, site, name = "div") {
    const element = h(name, { class: "prose" });
    element.innerHTML = text;
    for (const link of element.querySelectorAll("a[href^='/']")) {
        const path = link.getAttribute("href");
        link.href = path.startsWith("/documents/") ? site + path : `#${path}`;
    }
    return element;
}

export function picture({ url, width, height, alt, credit }, caption = "") {
    const image = h("img", { src: url, width, height, alt, loading: "lazy" });
    const words = [caption, credit && `Picture: ${credit}`].filter(Boolean).join(" · ");
    return h("figure", {}, image, words && h("figcaption", {}, words));
}

// Days and times are those of Seoul, wherever the reader is.
function written(parts) {
    const { format } = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Seoul", ...parts });
    return (date) => h("time", { datetime: date }, format(new Date(date)));
}

const DAY = { day: "numeric", month: "long", year: "numeric" };
const TIME = { hour: "2-digit", minute: "2-digit" };
export const day = written(DAY);
export const time = written(TIME);
export const moment = written({ weekday: "long", ...DAY, ...TIME });

// The hash that leads here to what is elsewhere at `url`.
export function here(url) {
    return `#${decodeURI(new URL(url).pathname)}`;
}
