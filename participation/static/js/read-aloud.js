// Reads a question, or the main part of a page, aloud: the campaign's recording of it where there is one, else a
// voice of this device. Nothing is sent anywhere, and what somebody typed is never read out. It is fetched when its
// button is first pressed.
const LEFT_OUT = "button, .reads, textarea, input, select, script, template, svg, dialog, nav, .easier, .hidden-text, [hidden]";
const BLOCKS = "h1, h2, h3, h4, p, li, dt, dd, legend, label, figcaption, td, th, caption, summary, blockquote, .idea";
const LONGEST = 220; // some voices fall silent in the middle of longer texts

let button = null; // the one whose words are being read
let turn = 0;
let sound = null;

/** Start reading what belongs to this button; press it again to stop. */
export function read(pressed) {
  const isStop = pressed === button;
  stop();
  if (isStop) return;
  button = pressed;
  name(pressed.dataset.stop);
  const scope = pressed.closest("[data-question]") || document.getElementById("main");
  if (pressed.href && !saysOtherWords(scope)) play(pressed.href, scope, turn);
  else speak(pieces(scope), turn);
}

/** Whether Easy Read has words of its own here, which only a voice of the device can say. */
const saysOtherWords = (scope) => scope.querySelector(".ask .usual") && "easyRead" in document.documentElement.dataset && voice(document.documentElement.lang);

/** The recording; without signal, or when the phone cannot play it, a voice of the device. */
function play(address, scope, mine) {
  const failed = () => mine === turn && speak(voice(scope.closest("[lang]").lang) ? pieces(scope) : [], mine);
  sound = new Audio(address);
  sound.onended = () => mine === turn && stop();
  sound.onerror = failed;
  sound.play().catch(failed);
}

/** Be silent, and let the button say again what it does. */
export function stop() {
  turn += 1;
  sound?.pause();
  sound = null;
  self.speechSynthesis?.cancel();
  if (button) name(button.dataset.start);
  button = null;
  mark(null);
}

function name(words) {
  const label = button.querySelector("[data-part=label]");
  button.dataset.start ||= label.textContent;
  label.textContent = words;
}

/** What is to be read: [block, sentences], in the order of the page. */
export function pieces(scope) {
  const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode, around = text.parentElement;
    if (!text.data.trim() || around.closest(LEFT_OUT) || !around.getClientRects().length) continue;
    const block = around.closest(BLOCKS) || around;
    if (found.at(-1)?.[0] === block) found.at(-1)[1] += text.data;
    else found.push([block, text.data]);
  }
  return found.flatMap(([block, text]) => sentences(text).map((words) => [block, words]));
}

function sentences(text) {
  const plain = text.replace(/\s+/g, " ").trim();
  const parts = plain.match(/[^.!?…]+[.!?…]*["'”’)]*\s*/g) || [plain];
  const joined = [""];
  for (const part of parts) {
    if ((joined.at(-1) + part).length > LONGEST) joined.push("");
    joined[joined.length - 1] += part;
  }
  return joined.map((each) => each.trim()).filter(Boolean);
}

function voice(language) {
  const mine = (self.speechSynthesis?.getVoices() || []).filter((each) => each.localService && each.lang.startsWith(language));
  return mine.find((each) => /[-_]GB/i.test(each.lang)) || mine.find((each) => each.default) || mine[0];
}

function speak(rest, mine) {
  if (mine !== turn) return;
  if (!rest.length) return stop();
  const [[block, words], ...others] = rest;
  const language = block.closest("[lang]").lang;
  const saying = new SpeechSynthesisUtterance(words);
  Object.assign(saying, { lang: language, voice: voice(language) || null });
  saying.onend = () => speak(others, mine);
  saying.onerror = () => mine === turn && stop();
  mark(block);
  speechSynthesis.speak(saying);
}

function mark(block) {
  document.querySelector("[data-spoken]")?.removeAttribute("data-spoken");
  block?.setAttribute("data-spoken", "");
}

addEventListener("pagehide", stop);
