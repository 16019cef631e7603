/* Saves each answer of a form page as soon as it changes, one after the other, shows or hides questions and writes what
   calculations give, as the server says. Without it the page's own buttons do the same. data-autosave on the form is the address to save to. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const status = form.querySelector(".bewaard");
  const version = form.elements.namedItem("version");
  const waiting = new Map();
  const timers = new WeakMap();
  let busy = false, stopped = false, leaving = false, submitter;

  const say = (text, state) => {
    if (status.textContent !== text) status.textContent = text;
    status.dataset.staat = state;
  };

  /* The block that is saved as one: the outermost repeat group around a field, or one question. */
  const blockOf = (field) => {
    let block = field.closest("[data-groep]");
    for (let outer = block; outer; outer = outer.parentElement?.closest("[data-groep]")) block = outer;
    return block ?? field.closest("[data-vraag]");
  };

  const collect = (block) => {
    const data = new FormData();
    data.set("csrf_token", form.elements.namedItem("csrf_token")?.value ?? "");
    data.set("version", version.value);
    for (const field of block.querySelectorAll("input,textarea,select")) {
      if (!field.name || field.type === "file" || field.name.endsWith("__remove") || field.name.endsWith("-remove")) continue;
      if ((field.type === "radio" || field.type === "checkbox") && !field.checked) continue;
      data.append(field.name, field.value);
    }
    return data;
  };

  /* The server counts rows anew when an empty one falls away; this page keeps its numbers. By group: its row numbers. */
  const seats = new Map();
  const here = (path) => {
    const parts = path.split("-");
    let name = parts[0];
    for (let at = 1; at < parts.length; at += 2) {
      const numbers = seats.get(name);
      name += `-${numbers ? numbers[parts[at]] ?? "x" : parts[at]}-${parts[at + 1]}`;
    }
    return name;
  };

  const show = (told) => {
    for (const [group, numbers] of Object.entries(told.seats)) seats.set(group, numbers);
    for (const [path, words] of Object.entries(told.outcomes)) {
      const place = document.getElementById(here(path));
      if (place?.tagName === "OUTPUT" && place.textContent !== (words || "–")) place.textContent = words || "–";
    }
    const paths = told.visible.map(here);
    const visible = new Set(paths);
    for (const block of form.querySelectorAll("[data-vraag]")) {
      const path = block.dataset.vraag;
      const row = path.match(/^[a-z0-9_]+-\d+-/)?.[0];
      if (row && !paths.some((one) => one.startsWith(row))) continue; /* a row the server does not have yet */
      const hide = !visible.has(path);
      if (block.hidden === hide) continue;
      block.hidden = hide;
      const mark = block.querySelector(":scope > input[name$=__asked]");
      if (hide) mark?.remove();
      else if (!mark) {
        const made = document.createElement("input");
        made.type = "hidden";
        made.name = `${path}__asked`;
        made.value = "1";
        block.prepend(made);
      }
    }
  };

  const send = async () => {
    if (submitter !== undefined && !busy) {
      const pressed = submitter;
      submitter = undefined; /* once: the page that goes away calls this again */
      form.requestSubmit(pressed);
      return;
    }
    if (busy || stopped || !waiting.size) return;
    const [block] = waiting.keys();
    waiting.delete(block);
    busy = true;
    say(status.dataset.bezig, "bezig");
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: collect(block), headers: { Accept: "application/json" }, keepalive: leaving,
      });
      if (answer.redirected || !answer.headers.get("Content-Type")?.startsWith("application/json")) {
        waiting.set(block, true); /* signed out, or the portal is being restarted: the next change tries again */
        busy = false;
        say(status.dataset.uit, "fout");
        if (submitter !== undefined) send();
        return;
      }
      const told = await answer.json();
      if (answer.ok) {
        version.value = told.version;
        show(told);
        rewind();
      }
      if (told.stale) stopped = true;
      say(told.message ?? "", answer.ok && !told.faulty ? "bewaard" : "fout");
    } catch {
      waiting.set(block, true);
      say(status.dataset.weg, "fout");
      busy = false;
      if (submitter !== undefined) send();
      else window.setTimeout(send, 5000);
      return;
    }
    busy = false;
    send();
  };

  /* Near the end of an idle session say so; a press, or any saved answer, keeps it open. */
  const stay = form.querySelector("[data-blijf]");
  const idle = Number(status.dataset.stil) * 1000;
  let ending;
  const rewind = () => {
    window.clearTimeout(ending);
    if (stay) stay.hidden = true;
    if (idle) ending = window.setTimeout(() => {
      say(status.dataset.bijna, "fout");
      if (stay) stay.hidden = false;
    }, Math.max(idle - 300000, idle / 2));
  };
  stay?.addEventListener("click", () => { waiting.set(stay, true); send(); });
  rewind();

  const soon = (block, delay) => {
    if (!block) return;
    window.clearTimeout(timers.get(block));
    timers.set(block, window.setTimeout(() => { waiting.set(block, true); send(); }, delay));
  };

  form.addEventListener("change", (event) => {
    const field = event.target;
    if (field.type === "file" || field.name.endsWith("remove")) return;
    const before = field.closest("[data-vraag]")?.querySelector("[data-vorige]");
    if (before) before.hidden = false;
    soon(blockOf(field), field.closest(".datum") ? 800 : 0);
  });
  form.addEventListener("input", (event) => {
    if (event.target.matches("textarea,input:not([type=radio]):not([type=checkbox]):not([type=file])"))
      soon(blockOf(event.target), 2500);
  });
  /* The button sends the whole page; it waits for an answer that is on its way, which counts up the version. */
  form.addEventListener("submit", (event) => {
    waiting.clear();
    stopped = true;
    if (!busy) return;
    event.preventDefault();
    submitter = event.submitter ?? null;
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") { leaving = true; send(); } else leaving = false;
  });
})();
