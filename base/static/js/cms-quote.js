// What a moderator selects in a comment goes into the field for the passage to take out.
//
//     <div data-quote-for="id_passage">…</div>

for (const text of document.querySelectorAll("[data-quote-for]")) {
    const field = document.getElementById(text.dataset.quoteFor);
    document.addEventListener("selectionchange", () => {
        const selection = document.getSelection();
        if (!field || !text.contains(selection.anchorNode)) return;
        const passage = selection.toString().trim();
        if (passage) field.value = passage;
    });
}
