// Copies what a moderator selects in a comment into the field for the passage to redact:
//
//     <div data-redact-into="id_passage">…</div>

for (const text of document.querySelectorAll("[data-redact-into]")) {
    const field = document.getElementById(text.dataset.redactInto);
    document.addEventListener("selectionchange", () => {
        const selection = document.getSelection();
        if (!field || !text.contains(selection.anchorNode)) return;
        const passage = selection.toString().trim();
        if (passage) field.value = passage;
    });
}
