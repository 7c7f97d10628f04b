// The API, and nothing else of the site. Browsers keep answers with their ETag and ask
// only whether they changed.
import { SITE } from "./config.js";

// What the API says is wrong: a sentence, and by field what is to be mended.
export class Problem extends Error {
    constructor({ detail, errors = [], status = 0 }) {
        super(detail);
        this.status = status;
        this.fields = new Map(errors.map(({ loc, msg }) => [loc?.at(-1), msg]));
    }
}

async function ask(address, options) {
    let response;
    try {
        response = await fetch(address, { credentials: "omit", ...options });
    } catch {
        throw new Problem({ detail: "The site does not answer. Please try again later." });
    }
    const answer = await response.json().catch(() => ({ detail: response.statusText }));
    if (!response.ok) throw new Problem({ ...answer, status: response.status });
    return answer;
}

export function get(path, query = {}) {
    const address = new URL(`/api/v3${path}`, SITE);
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
    return ask(address);
}

// All of a list, however many parts it comes in.
export async function every(path, query = {}) {
    const items = [];
    let count = 1;
    while (items.length < count) {
        const part = await get(path, { ...query, limit: 20, offset: items.length });
        if (part.items.length === 0) break;
        items.push(...part.items);
        count = part.count;
    }
    return items;
}

export function post(path, data) {
    return ask(new URL(`/api/v3${path}`, SITE), {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(data),
    });
}
