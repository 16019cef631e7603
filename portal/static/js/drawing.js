/* The drawing box of a question for a signature: strokes as vectors on a sheet of 1000 by 400. Without this file the
   box stays hidden and typing the name is what is left. */
(() => {
  "use strict";
  const WIDTH = 1000, HEIGHT = 400, MOST = 5000;
  for (const box of document.querySelectorAll("[data-tekenen]")) {
    const kept = document.getElementById(box.dataset.tekenen);
    const sheet = box.querySelector("svg"), path = box.querySelector("path");
    const status = box.querySelector("[role=status]");
    if (!kept || !box.hidden) continue;
    let strokes = [], points = 0, drawing = false;
    try { strokes = JSON.parse(kept.value || "[]"); } catch { strokes = []; }
    points = strokes.reduce((sum, stroke) => sum + stroke.length, 0);
    box.hidden = false;
    show();

    function show() {
      path.setAttribute("d", strokes.map((stroke) => "M" + (stroke.length > 1 ? stroke : [stroke[0], stroke[0]])
        .map((point) => point.join(" ")).join("L")).join(""));
      status.textContent = strokes.length ? box.dataset.klaar : box.dataset.leeg;
    }
    function keep() {
      kept.value = strokes.length ? JSON.stringify(strokes) : "";
      kept.dispatchEvent(new Event("change", { bubbles: true }));
      show();
    }
    function place(event) {
      const at = sheet.getBoundingClientRect();
      const whole = (part, most) => Math.max(0, Math.min(most, Math.round(part * most)));
      return [whole((event.clientX - at.left) / at.width, WIDTH), whole((event.clientY - at.top) / at.height, HEIGHT)];
    }
    sheet.addEventListener("pointerdown", (event) => {
      if (points >= MOST) return;
      event.preventDefault();
      drawing = true;
      sheet.setPointerCapture(event.pointerId);
      strokes.push([place(event)]);
      points += 1;
      show();
    });
    sheet.addEventListener("pointermove", (event) => {
      if (!drawing || points >= MOST) return;
      const stroke = strokes[strokes.length - 1], last = stroke[stroke.length - 1], next = place(event);
      if (Math.hypot(next[0] - last[0], next[1] - last[1]) < 4) return;
      stroke.push(next);
      points += 1;
      show();
    });
    for (const name of ["pointerup", "pointercancel"]) {
      sheet.addEventListener(name, () => { if (drawing) { drawing = false; keep(); } });
    }
    box.querySelector("button").addEventListener("click", () => { strokes = []; points = 0; keep(); });
  }
})();
