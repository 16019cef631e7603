/* The drawing box of the signing page. Typing a name is always enough; without this file only typing is left.
   What was drawn and typed is kept in this tab until the receipt, so that a dropped connection loses nothing. */
(function () {
  "use strict";
  var DRAWING = "driehoek-drawing", NAME = "driehoek-name";

  function keep(what, text) {
    try { window.sessionStorage.setItem(what, text); } catch (e) { /* private mode: it lives in the page only */ }
  }
  function kept(what, letter) {
    var text = "";
    try { text = window.sessionStorage.getItem(what) || ""; } catch (e) { return ""; }
    return text.indexOf(letter + " ") === 0 ? text.slice(letter.length + 1) : "";
  }
  if (document.querySelector("[data-signed]")) { keep(DRAWING, ""); keep(NAME, ""); }

  var form = document.querySelector("[data-signing]");
  if (!form) { return; }
  var letter = form.querySelector("[name=letter]").value, name = form.querySelector("[name=name]");
  var offline = form.querySelector("[data-offline]");
  if (!name.value) { name.value = kept(NAME, letter); }
  name.addEventListener("input", function () { keep(NAME, letter + " " + name.value); });
  form.addEventListener("submit", function (event) {
    offline.textContent = "";
    if (navigator.onLine !== false) { return; }
    event.preventDefault();
    offline.textContent = offline.dataset.offline;
  });
  window.addEventListener("online", function () { offline.textContent = ""; });

  if (typeof window.SignaturePad !== "function") { return; }
  var box = form.querySelector("[data-drawing]"), canvas = form.querySelector("canvas");
  var field = form.querySelector("#strokes"), status = box.querySelector("[role=status]");
  box.hidden = false;
  var pad = new window.SignaturePad(canvas, { minWidth: 1, maxWidth: 2.6, penColor: "#10181b" });
  var lines = [], size = { width: 0, height: 0 };

  function draw() {
    pad.clear();
    if (!lines.length) { return; }
    var scale = canvas.clientWidth / size.width;
    pad.fromData(lines.map(function (line) {
      return { penColor: "#10181b", minWidth: 1, maxWidth: 2.6, dotSize: 0, velocityFilterWeight: 0.7, compositeOperation: "source-over",
        points: line.map(function (p, at) { return { x: p[0] * scale, y: p[1] * scale, pressure: 0.5, time: at * 20 }; }) };
    }));
  }
  function fit() {
    var ratio = Math.max(window.devicePixelRatio || 1, 1);
    canvas.width = Math.round(canvas.clientWidth * ratio);
    canvas.height = Math.round(canvas.clientHeight * ratio);
    canvas.getContext("2d").scale(ratio, ratio);
    draw();
  }
  function store() {
    field.value = lines.length ? JSON.stringify({ width: size.width, height: size.height, strokes: lines }) : "";
    keep(DRAWING, field.value ? letter + " " + field.value : "");
    status.textContent = lines.length ? status.dataset.drawn : status.dataset.empty;
  }
  function restore(text) {
    try {
      var known = JSON.parse(text);
      lines = known.strokes; size = { width: known.width, height: known.height };
    } catch (e) { lines = []; }
  }
  function round(value) { return Math.round(value * 10) / 10; }

  pad.addEventListener("endStroke", function () {
    var drawn = pad.toData(), last = drawn[drawn.length - 1];
    if (!last) { return; }
    if (!lines.length) { size = { width: canvas.clientWidth, height: canvas.clientHeight }; }
    var scale = size.width / canvas.clientWidth;
    lines.push(last.points.map(function (p) { return [round(p.x * scale), round(p.y * scale)]; }));
    store();
  });
  form.querySelector("[data-clear]").addEventListener("click", function () { lines = []; pad.clear(); store(); });
  window.addEventListener("resize", fit);

  if (field.value) { restore(field.value); }
  else if (kept(DRAWING, letter)) { restore(kept(DRAWING, letter)); }
  fit();
  if (lines.length) { store(); }
}());
