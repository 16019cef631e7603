/* A form whose questions follow its answers: data-volgt. When somebody typed on while the server was asked, its answer is
   dropped and asked again, so that no letter is lost. */
(() => {
  "use strict";
  const words = (form) => new URLSearchParams(new FormData(form)).toString();
  const sent = new WeakMap();
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.matches("form[data-volgt]")) sent.set(event.target, words(event.target));
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const form = event.detail.requestConfig?.elt;
    if (!form?.matches?.("form[data-volgt]") || sent.get(form) === words(form)) return;
    event.detail.shouldSwap = false;
    window.setTimeout(() => window.htmx.trigger(form, "change"), 300);
  });
})();
