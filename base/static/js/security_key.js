/* Asks a security key what the form wants to know, and sends the form with its answer.
   `webauthnJSON` is in the copy that allauth has of github.com/github/webauthn-json. */

for (const form of document.querySelectorAll("[data-security-key]")) {
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        const noAnswer = form.querySelector("[data-no-answer]");
        noAnswer.hidden = true;
        try {
            const ask = webauthnJSON[form.dataset.securityKey]; // create or get
            const answer = await ask(JSON.parse(form.dataset.options));
            form.elements.credential.value = JSON.stringify(answer);
            form.submit();
        } catch {
            noAnswer.hidden = false;
        }
    });
}
