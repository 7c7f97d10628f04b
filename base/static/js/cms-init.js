// Calls what Wagtail's inline scripts call, which our Content-Security-Policy forbids:
//
//     <cms-init hidden data-call="initDateChooser" data-for="id_date" data-options="…">
//
// This is a custom element and not a Stimulus controller because, like a script, it must
// run synchronously: MultipleChooserPanel adds a row and in the next statement uses the
// chooser in it. See base/admin_csp.py for where these elements come from.

class CmsInit extends HTMLElement {
    // Nothing else can be called, even if somebody injects such an element.
    static callable = /(Chooser|Panel)$/;
    #done = false;

    connectedCallback() {
        if (this.#done) return; // the element was only moved, as when rows are sorted
        this.#done = true;

        const { call, for: id, options } = this.dataset;
        if (!CmsInit.callable.test(call)) throw new Error(`cms-init cannot call ${call}.`);
        const values = [];
        if (id) values.push(id);
        // Escaped like a string in a script, in which Wagtail replaces __prefix__.
        if (options) values.push(JSON.parse(JSON.parse(`"${options}"`)));

        if (/^[A-Z]/.test(call)) new window[call](...values);
        else window[call](...values);
    }
}

customElements.define("cms-init", CmsInit);
