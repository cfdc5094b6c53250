// Makes a page easier at once: Easy Read, the size of words, colours and spacing, with everything on it left as it
// is; and brings reading aloud when somebody asks for it. Without this script the same buttons are sent as a form.
const root = document.documentElement;
const NAMES = ["theme", "text_size", "spacing", "easy_read"];
const attribute = (name) => "data-" + name.replace("_", "-");
const now = (name) => root.getAttribute(attribute(name)) || "no";

/** Show where reading aloud works: a voice of this device, in the language of the page. */
function showVoice() {
  const hasVoice = speechSynthesis.getVoices().some((voice) => voice.localService && voice.lang.startsWith(root.lang));
  root.toggleAttribute("data-speaks", hasVoice);
}
if (self.speechSynthesis) {
  showVoice();
  speechSynthesis.addEventListener?.("voiceschanged", showVoice);
}

function change(pressed) {
  const { name, value } = pressed;
  const place = pressed.getBoundingClientRect().top;
  if (name === "easy_read" && value === "no") root.removeAttribute(attribute(name));
  else root.setAttribute(attribute(name), value);
  for (const each of document.querySelectorAll(`[data-eases="look"][name="${name}"]`)) {
    if (name === "easy_read") each.value = value === "yes" ? "no" : "yes";
    each.setAttribute("aria-pressed", name === "easy_read" ? value === "yes" : each.value === value);
  }
  scrollBy(0, pressed.getBoundingClientRect().top - place); // the eye stays where it was
  const chosen = new URLSearchParams(NAMES.map((each) => [each, now(each)]));
  // The cookie is set by the answer itself; where it leads to does not matter.
  fetch("/preferences", { method: "POST", body: chosen, redirect: "manual", keepalive: true }).catch(() => {});
}

function read(pressed) {
  self.speechSynthesis?.speak(new SpeechSynthesisUtterance("")); // some phones only speak when asked during a press
  const { readAloud } = document.querySelector("[data-read-aloud]").dataset;
  import(readAloud).then((reader) => reader.read(pressed)).catch(() => {});
}

document.addEventListener("click", (event) => {
  const pressed = event.target.closest?.("[data-eases]");
  if (!pressed) return;
  event.preventDefault();
  (pressed.dataset.eases === "read" ? read : change)(pressed);
}, true);
