/* The designer with a script: each changed property is saved at once, the preview follows, Ctrl+Z takes back. Without it
   the same forms are sent with their buttons. */
(() => {
  "use strict";
  const preview = () => document.querySelector(".proefscherm");

  /* A page that tells what is wrong replaces the designer; what was typed stands in it. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, isError } = event.detail;
    if (!isError || ![403, 409, 422].includes(xhr.status)) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    const whole = document.getElementById("ontwerp");
    if (whole) { event.detail.target = whole; event.detail.selectOverride = "#ontwerp"; event.detail.swapOverride = "outerHTML"; }
  });

  /* All forms on the page speak of the newest revision, and the preview shows what was saved. */
  document.addEventListener("htmx:afterSettle", () => {
    const revision = document.getElementById("stand")?.dataset.revisie;
    if (revision === undefined) return;
    let changed = false;
    for (const field of document.querySelectorAll("input[name=revision]")) {
      changed ||= field.value !== revision;
      field.value = revision;
    }
    const frame = preview();
    if (!changed || !frame) return;
    const form = frame.contentDocument?.getElementById("proefformulier");
    if (form) frame.contentWindow.htmx?.trigger(form, "change"); else frame.contentWindow?.location.reload();
  });
  document.addEventListener("htmx:load", (event) => event.target.querySelector?.("[data-focus]")?.focus());

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || /^(input|textarea|select)$/i.test(event.target.tagName)) return;
    const key = event.shiftKey && event.key.toLowerCase() === "z" ? "y" : event.key.toLowerCase();
    const button = document.querySelector(`[data-sneltoets="${CSS.escape(key)}"]`);
    if (button) { event.preventDefault(); button.click(); }
  });
})();
