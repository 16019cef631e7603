/* The designer with a script: each changed property is saved at once, the preview follows, Ctrl+Z takes back. Without it
   the same forms are sent with their buttons. Forms with data-bewaart save by themselves. */
(() => {
  "use strict";
  let waiting = 0, held;

  /* What is saved one after the other: other buttons and links wait for it, so that nothing is lost or comes too late. */
  const rest = () => {
    waiting = 0;
    const act = held;
    held = undefined;
    act?.();
  };
  document.addEventListener("change", (event) => {
    if (!event.target.closest("[data-bewaart]")) return;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(rest, 10000);
  });
  const hold = (event, act) => {
    if (!waiting) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held = act;
  };
  document.addEventListener("submit", (event) => {
    const form = event.target, submitter = event.submitter;
    hold(event, () => form.isConnected && form.requestSubmit(submitter?.isConnected ? submitter : undefined));
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) hold(event, () => window.location.assign(link.href));
  }, true);

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, isError, requestConfig } = event.detail;
    if (requestConfig?.elt?.id === "samen") { /* who is signed out is told here, and keeps what was typed */
      const out = !xhr.responseURL.endsWith("/aanwezig") || [400, 401, 403].includes(xhr.status);
      event.detail.shouldSwap &&= !out;
      document.getElementById("samen-uit").hidden = !out;
      return;
    }
    if (!isError || ![403, 409, 422].includes(xhr.status)) return;
    /* A page that tells what is wrong replaces the designer; what was typed stands in it. */
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    const whole = document.getElementById("ontwerp");
    if (whole) { event.detail.target = whole; event.detail.selectOverride = "#ontwerp"; event.detail.swapOverride = "outerHTML"; }
  });

  /* All forms on the page speak of the newest revision, and the preview shows what was saved. */
  const follow = () => {
    const revision = document.getElementById("stand")?.dataset.revisie;
    if (revision === undefined) return;
    let changed = false;
    for (const field of document.querySelectorAll("input[name=revision]")) {
      changed ||= field.value !== revision;
      field.value = revision;
    }
    const frame = document.querySelector(".proefscherm");
    if (!changed || !frame) return;
    const form = frame.contentDocument?.getElementById("proefformulier");
    if (form) frame.contentWindow.htmx?.trigger(form, "change"); else frame.contentWindow?.location.reload();
  };
  for (const name of ["htmx:oobAfterSwap", "htmx:afterSwap", "htmx:afterSettle"]) document.addEventListener(name, follow);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.target.closest?.("[data-bewaart]") && !event.detail.requestConfig?.elt?.matches?.("[data-bewaart]")) return;
    window.clearTimeout(waiting);
    window.setTimeout(() => { follow(); rest(); }, 40);
  });
  document.addEventListener("htmx:load", (event) => event.target.querySelector?.("[data-focus]")?.focus());

  /* A question or function that is chosen goes into the formula, where the cursor stands. */
  document.querySelectorAll("[data-met-script]").forEach((part) => { part.hidden = false; });
  document.addEventListener("htmx:load", (event) => event.target.querySelectorAll?.("[data-met-script]").forEach((part) => { part.hidden = false; }));
  const insert = (into, text) => {
    into.setRangeText(text, into.selectionStart, into.selectionEnd, "end");
    into.focus();
    window.htmx?.trigger(into, "formule");
  };
  document.addEventListener("input", (event) => {
    const from = event.target.closest("[data-invoegen]");
    if (!from || ![...from.list.options].some((one) => one.value === from.value)) return;
    insert(document.getElementById(from.dataset.invoegen), from.value);
    from.value = "";
  });
  document.addEventListener("click", (event) => {
    const sign = event.target.closest("[data-teken]");
    if (sign) insert(document.getElementById(sign.dataset.in), sign.dataset.teken);
  });
  const wrong = document.querySelector("[data-cursor]");
  if (wrong) {
    wrong.focus();
    wrong.setSelectionRange(Number(wrong.dataset.cursor), Number(wrong.dataset.cursor));
  }

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || /^(input|textarea|select)$/i.test(event.target.tagName)) return;
    const key = event.shiftKey && event.key.toLowerCase() === "z" ? "y" : event.key.toLowerCase();
    const button = document.querySelector(`[data-sneltoets="${CSS.escape(key)}"]`);
    if (button) { event.preventDefault(); button.click(); }
  });
})();
