/* What pages gain when JavaScript runs; none of them needs it.
   data-confirm  question before a form is sent      data-toggle-all  box that ticks the boxes of its table
   data-focus    takes the focus when the page opens data-shortcut    key (with Ctrl for letters) that jumps to a field
   data-lookup   address that makes a text input a type-ahead         data-count  counter under a text field
   data-submit-on-change  a select that sends its form  data-repeat     a POST form that may be sent twice in a row */
(() => {
  "use strict";

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.confirm || form.dataset.confirm;
    if (question && !window.confirm(question)) { event.preventDefault(); return; }
    if (form.method === "post" && !event.defaultPrevented && !form.matches("[hx-post],[data-repeat]")) {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
      window.setTimeout(() => delete form.dataset.sent, 4000);
    }
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("[data-toggle-all]"))
      for (const box of field.closest("table").querySelectorAll("tbody input[type=checkbox]")) box.checked = field.checked;
    if (field.matches("[data-submit-on-change]")) field.form.requestSubmit();
    const chosen = document.querySelector("[data-chosen]");
    if (chosen && field.type === "checkbox")
      chosen.textContent = document.querySelectorAll("tbody input[type=checkbox]:checked").length;
  });

  document.addEventListener("keydown", (event) => {
    const typing = /^(input|textarea|select)$/i.test(event.target.tagName) || event.target.isContentEditable;
    const key = event.ctrlKey || event.metaKey ? event.key.toLowerCase() : !typing && event.key === "/" ? "/" : "";
    if (!key) return;
    const field = document.querySelector(`[data-shortcut="${CSS.escape(key)}"]`)
      || (key === "k" && document.querySelector('[data-shortcut="/"]'));
    if (field) { event.preventDefault(); field.focus(); field.select(); }
  });

  const count = (field) => {
    const limit = Number(field.dataset.count);
    let note = document.getElementById(`${field.id}-telling`);
    if (!note) {
      note = document.createElement("p");
      note.id = `${field.id}-telling`;
      note.className = "telling";
      note.setAttribute("aria-live", "polite");
      field.after(note);
    }
    const left = limit - field.value.length;
    const words = document.documentElement.lang === "en"
      ? [`${left} characters left`, `${-left} characters too many`] : [`Nog ${left} tekens`, `${-left} tekens te veel`];
    note.textContent = left < limit / 4 ? words[left < 0 ? 1 : 0] : "";
    note.classList.toggle("te-veel", left < 0);
  };

  /* Combobox after the ARIA pattern "list autocomplete with manual selection". The visible input keeps the words; a
     hidden input of the same name carries the value. Without JavaScript the server resolves the words. */
  let boxes = 0;
  const combobox = (input) => {
    const list = document.createElement("ul");
    list.id = `keuzes-${(boxes += 1)}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels?.[0]?.textContent ?? "");
    list.hidden = true;
    const wrap = document.createElement("div");
    wrap.className = "zoekkeuze";
    input.replaceWith(wrap);
    wrap.append(input, list);
    const value = document.createElement("input");
    value.type = "hidden";
    value.name = input.name;
    value.value = input.dataset.value ?? "";
    input.removeAttribute("name");
    wrap.append(value);
    for (const [name, text] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]])
      input.setAttribute(name, text);
    let timer = 0, request = null, at = -1;
    const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
    const choose = (option) => { value.value = option.dataset.value; input.value = option.textContent; close(); };
    const mark = (to) => {
      const options = [...list.children];
      if (!options.length) return;
      at = (to + options.length) % options.length;
      options.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
      options[at].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[at].id);
    };
    const ask = async () => {
      request?.abort();
      request = new AbortController();
      const url = new URL(input.dataset.lookup, location.href);
      url.searchParams.set("q", input.value);
      try {
        const answer = await fetch(url, { signal: request.signal, headers: { Accept: "application/json" } });
        if (!answer.ok) return close();
        const rows = await answer.json();
        list.replaceChildren(...rows.map((row, i) => {
          const option = document.createElement("li");
          option.id = `${list.id}-${i}`;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.dataset.value = row.value;
          option.textContent = row.label;
          return option;
        }));
        list.hidden = rows.length === 0;
        input.setAttribute("aria-expanded", String(rows.length > 0));
        at = -1;
      } catch (error) { if (error.name !== "AbortError") close(); }
    };
    input.addEventListener("input", () => { value.value = input.value; clearTimeout(timer); timer = setTimeout(ask, 180); });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") { event.preventDefault(); if (list.hidden) ask(); else mark(at + 1); }
      else if (event.key === "ArrowUp" && !list.hidden) { event.preventDefault(); mark(at - 1); }
      else if (event.key === "Enter" && !list.hidden && at >= 0) { event.preventDefault(); choose(list.children[at]); }
      else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
    });
    list.addEventListener("mousedown", (event) => { event.preventDefault(); const option = event.target.closest("[role=option]"); if (option) choose(option); });
    input.addEventListener("blur", () => setTimeout(close, 120));
  };

  const enhance = (root) => {
    for (const input of root.querySelectorAll("input[data-lookup]:not([role=combobox])")) combobox(input);
    for (const field of root.querySelectorAll("[data-count]")) { field.addEventListener("input", () => count(field)); count(field); }
  };
  enhance(document);
  document.addEventListener("htmx:load", (event) => enhance(event.target));
  document.querySelector("[data-focus]")?.focus();
})();
