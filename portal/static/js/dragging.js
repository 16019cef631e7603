/* Drags questions and pages of the outline to another place, several at once when they are ticked. It fills in the form
   #slepen, which does what the buttons do; nothing moves before the server says so. */
(() => {
  "use strict";
  const rowOf = (event) => event.target.closest?.(".boom [data-plek]");
  const isPage = (row) => row.dataset.plek.startsWith("page:");
  const nameOf = (row) => row.dataset.plek.slice(row.dataset.plek.indexOf(":") + 1);
  let held = [], place = "";

  const pageOf = (row) => {
    while (row && !isPage(row)) row = row.previousElementSibling;
    return row?.dataset.plek ? row : null;
  };
  const taken = (row) => {
    const box = row.querySelector("input[type=checkbox]");
    if (!box?.checked) return [row];
    return [...document.querySelectorAll(".boom input[type=checkbox]:checked")].map((one) => one.closest("[data-plek]"));
  };
  const level = (row) => Number(row.className.match(/niveau-(\d)/)?.[1] ?? 0);
  const lastInside = (row) => {
    let last = row;
    while (last.nextElementSibling && level(last.nextElementSibling) > level(row)) last = last.nextElementSibling;
    return last;
  };
  /* Where would it go? [place, row that is marked, mark]: above or below the row under the pointer, or into a group. */
  const placeAt = (row, part) => {
    if (isPage(held[0])) {
      const page = pageOf(row);
      if (!page || page === held[0]) return [];
      return page === row && part < 0.5 ? [`before:${nameOf(page)}`, row, "ervoor"] : [`after:${nameOf(page)}`, lastInside(page), "erna"];
    }
    if (held.includes(row)) return [];
    if (isPage(row)) return [`begin:${row.dataset.plek}`, row, "erna"];
    const group = row.hasAttribute("data-groep");
    if (part < (group ? 0.3 : 0.5)) return [`before:${nameOf(row)}`, row, "ervoor"];
    return group && part < 0.7 ? [row.dataset.plek, row, "erin"] : [`after:${nameOf(row)}`, lastInside(row), "erna"];
  };
  const unmark = () => {
    for (const one of document.querySelectorAll(".boom :is(.ervoor,.erna,.erin)")) one.classList.remove("ervoor", "erna", "erin");
  };

  document.addEventListener("mousedown", (event) => {
    const row = rowOf(event);
    if (row && !event.target.matches("input")) row.draggable = true;
  });
  document.addEventListener("dragstart", (event) => {
    const row = rowOf(event);
    if (!row) return;
    held = taken(row);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", row.textContent.trim());
    event.dataTransfer.setDragImage(row, 12, 12);
    for (const one of held) one.classList.add("gesleept");
  });
  document.addEventListener("dragover", (event) => {
    if (!held.length) return;
    unmark();
    place = "";
    const row = rowOf(event);
    if (!row) return;
    const box = row.getBoundingClientRect();
    const [found, marked, mark] = placeAt(row, (event.clientY - box.top) / box.height);
    if (!found) return;
    place = found;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    marked.classList.add(mark);
  });
  document.addEventListener("drop", (event) => {
    const form = document.getElementById("slepen");
    if (!held.length || !place || !form) return;
    event.preventDefault();
    const fields = isPage(held[0]) ? [["do", "move_page"], ["key", nameOf(held[0])]] : [["do", "move"], ...held.map((one) => ["ids", nameOf(one)])];
    form.querySelector("[data-gesleept]").replaceChildren(...[...fields, ["place", place]].map(([name, value]) => {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      return input;
    }));
    window.htmx.trigger(form, "verplaatst");
  });
  document.addEventListener("dragend", () => {
    unmark();
    for (const one of held) one.classList.remove("gesleept");
    held = [];
  });
})();
