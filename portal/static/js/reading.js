/* Reading aloud, only by a Dutch voice that lives on the device: no text leaves the telephone; no voice, no button. */
(function () {
  "use strict";
  var speech = window.speechSynthesis, button = document.querySelector("[data-aloud]");
  if (!speech || !button || typeof window.SpeechSynthesisUtterance !== "function") { return; }

  function voice() {
    return speech.getVoices().filter(function (one) { return one.localService && /^nl/i.test(one.lang); })[0];
  }
  function look() { button.parentNode.hidden = !voice(); }
  function words() {
    return Array.prototype.map.call(document.querySelectorAll("[data-read]"), function (part) { return part.textContent; })
      .join(". ").replace(/\s+/g, " ").trim();
  }
  function idle() { button.textContent = button.dataset.start; button.setAttribute("aria-pressed", "false"); }

  button.addEventListener("click", function () {
    if (speech.speaking) { speech.cancel(); idle(); return; }
    var said = new window.SpeechSynthesisUtterance(words());
    said.voice = voice();
    said.lang = said.voice.lang;
    said.rate = 0.9;
    said.onend = idle;
    said.onerror = idle;
    button.textContent = button.dataset.stop;
    button.setAttribute("aria-pressed", "true");
    speech.speak(said);
  });
  window.addEventListener("pagehide", function () { speech.cancel(); });
  if (typeof speech.addEventListener === "function") { speech.addEventListener("voiceschanged", look); }
  look();
}());
