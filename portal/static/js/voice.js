/* Speaking a question: the telephone records, what was said can be heard before it is sent, and goes with the form.
   Without this file, or without a microphone, the field for a sound file is what is left. */
(function () {
  "use strict";
  var box = document.querySelector("[data-voice]");
  if (!box || !window.MediaRecorder || !navigator.mediaDevices || !navigator.mediaDevices.getUserMedia || !window.DataTransfer) { return; }
  var KINDS = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
  var kind = KINDS.filter(function (one) { return window.MediaRecorder.isTypeSupported(one); })[0];
  if (!kind) { return; }
  var field = box.querySelector("input[type=file]"), panel = box.querySelector("[data-recorder]");
  var button = box.querySelector("[data-record]"), again = box.querySelector("[data-again]");
  var status = box.querySelector("[role=status]"), player = box.querySelector("audio");
  var most = Number(box.dataset.most) * 1000, recorder = null, parts = [], timer = null, address = "";

  panel.hidden = false;
  box.querySelector("[data-file]").hidden = true;

  function say(words) { status.textContent = status.dataset[words] || ""; }
  function empty() {
    field.value = "";
    if (address) { window.URL.revokeObjectURL(address); address = ""; }
    player.removeAttribute("src");
    player.hidden = again.hidden = true;
  }
  function idle() {
    recorder = null;
    window.clearTimeout(timer);
    button.textContent = button.dataset.start;
    button.setAttribute("aria-pressed", "false");
  }
  function keep() {
    var sound = new window.Blob(parts, { type: kind.split(";")[0] }), files = new window.DataTransfer();
    files.items.add(new window.File([sound], "vraag", { type: sound.type }));
    field.files = files.files;
    address = window.URL.createObjectURL(sound);
    player.src = address;
    player.hidden = again.hidden = false;
    say("done");
  }
  function begin(stream) {
    parts = [];
    recorder = new window.MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: 32000 });
    recorder.addEventListener("dataavailable", function (event) { if (event.data.size) { parts.push(event.data); } });
    recorder.addEventListener("stop", function () {
      stream.getTracks().forEach(function (track) { track.stop(); });
      idle();
      if (parts.length) { keep(); } else { say("nothing"); }
    });
    recorder.start(1000);
    timer = window.setTimeout(function () { if (recorder) { recorder.stop(); } }, most);
    button.textContent = button.dataset.stop;
    button.setAttribute("aria-pressed", "true");
    say("busy");
  }

  button.addEventListener("click", function () {
    if (recorder) { recorder.stop(); return; }
    empty();
    navigator.mediaDevices.getUserMedia({ audio: true }).then(begin, function () {
      say("refused");
      panel.hidden = false;
      box.querySelector("[data-file]").hidden = false;
    });
  });
  again.addEventListener("click", function () { empty(); say("nothing"); button.focus(); });
  box.closest("form").addEventListener("submit", function (event) {
    if (!recorder) { return; }
    event.preventDefault();  // what is still being said goes along
    var pressed = event.submitter, form = event.target;
    recorder.addEventListener("stop", function () { window.setTimeout(function () { form.requestSubmit(pressed); }, 0); });
    recorder.stop();
  });
}());
