// When and where meetings are.
import { day, h, moment, time } from "./dom.js";

// The line that marks a meeting in lists of posts.
export function announcement({ starts, cancelled }) {
    return h("p", { class: "when" },
        cancelled && "Cancelled: ", "Meeting on ", moment(starts), " in Seoul");
}

export function whenAndWhere(meeting) {
    const { starts, ends, cancelled, cancelled_because: reason } = meeting;
    const onOneDay = day(starts).textContent === day(ends).textContent;
    const speakers = meeting.speakers.split("\n").map((name) => name.trim()).filter(Boolean);
    return h("section", { class: "card", "aria-label": "When and where" },
        cancelled && h("p", {}, h("b", {}, "This meeting is cancelled. "), reason),
        h("dl", {},
            h("dt", {}, "Time"),
            h("dd", {}, moment(starts), " to ", onOneDay ? time(ends) : moment(ends), ", in Seoul"),
            h("dt", {}, "Place"), h("dd", {}, place(meeting)),
            speakers.length > 0 && [h("dt", {}, speakers.length === 1 ? "Speaker" : "Speakers"),
                speakers.map((name) => h("dd", {}, name))]));
}

function place({ meta, public_venue: venue, public_map_link: map, venue_for_members: forMembers }) {
    if (forMembers) return ["Shown to members ", h("a", { href: meta.html_url }, "on the site")];
    if (!venue) return "Not known yet: look here again.";
    return [venue, map && [" · ", h("a", { href: map, rel: "noreferrer" }, "Map")]];
}
