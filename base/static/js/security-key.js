// Sends a form with the answer of a security key:
//
//     <form data-security-key="get" data-options="…">
//
// `webauthnJSON` comes with allauth: https://github.com/github/webauthn-json

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
