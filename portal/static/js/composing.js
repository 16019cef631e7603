/* Putting texts together. A place that is chosen goes into the text where the cursor stands: the last text field that had
   the focus. In the composer Alt with an arrow moves the clause that holds the focus, as its own buttons do. */
(() => {
  "use strict";
  let field = null;
  document.querySelectorAll("[data-met-script]").forEach((part) => { part.hidden = false; });
  document.querySelectorAll("[data-zonder-script]").forEach((part) => { part.hidden = true; });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("main textarea, main input[type=text]")) field = event.target;
  });
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-plek]");
    if (!chosen) return;
    const into = field?.isConnected ? field : document.querySelector("main textarea");
    if (!into) return;
    into.setRangeText(chosen.dataset.plek, into.selectionStart, into.selectionEnd, "end");
    into.focus();
    into.dispatchEvent(new Event("input", { bubbles: true }));
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || !/^Arrow(Up|Down)$/.test(event.key)) return;
    const button = event.target.closest?.("[data-afspraak]")?.querySelector(`[data-op="${event.key}"] button`);
    if (button) { event.preventDefault(); button.click(); }
  });
})();
