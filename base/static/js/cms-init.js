// Does what Wagtail's inline scripts do, which our Content-Security-Policy forbids:
//
//     <cms-init hidden data-call="initDateChooser" data-for="id_date" data-options="…">
//
// A custom element and not a Stimulus controller, for like a script it must be done
// before the next statement runs: MultipleChooserPanel adds a row and at once asks for
// the chooser in it. base/admin_csp.py says where these elements come from.

class CmsInit extends HTMLElement {
    // Whatever HTML finds its way into a page, it calls nothing else.
    static callable = /(Chooser|Panel)$/;
    #done = false;

    connectedCallback() {
        if (this.#done) return; // only moved, as rows are when they are sorted
        this.#done = true;

        const { call, for: id, options } = this.dataset;
        if (!CmsInit.callable.test(call)) throw new Error(`cms-init cannot call ${call}.`);
        const values = [];
        if (id) values.push(id);
        // Escaped like text in a script, where Wagtail looks for __prefix__ to replace.
        if (options) values.push(JSON.parse(JSON.parse(`"${options}"`)));

        if (/^[A-Z]/.test(call)) new window[call](...values);
        else window[call](...values);
    }
}

customElements.define("cms-init", CmsInit);
