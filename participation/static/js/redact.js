// Covering words, made easier: a tapped word takes the kind chosen at that moment, dragging covers all words
// passed, arrow keys walk from word to word, and the result shows at once. The server decides what is covered.
const LOOK_AFTER_MS = 250;
let waiting = 0;
let from = null;

const form = () => document.querySelector("[data-redact]");
const boxes = () => [...form().querySelectorAll("input[name=cover]")];

function mark(box) {
  const [key, start, end] = box.value.split(":");
  const label = form().querySelector("input[name=label]:checked").value;
  box.value = box.checked ? `${key}:${start}:${end}:${label}` : `${key}:${start}:${end}`;
}

async function look() {
  const here = form();
  if (!here) return;
  const fields = new URLSearchParams(new FormData(here));
  fields.set("step", "look");
  const answer = await fetch(here.action, { method: "POST", body: fields });
  if (!answer.ok || here !== form()) return;
  const seen = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const place of here.querySelectorAll("[data-reads]")) {
    const fresh = seen.querySelector(`[data-reads="${place.dataset.reads}"]`);
    if (fresh) place.textContent = fresh.textContent;
  }
}

document.addEventListener("change", (event) => {
  if (!form()?.contains(event.target)) return;
  if (event.target.name === "cover") mark(event.target);
  clearTimeout(waiting);
  waiting = setTimeout(look, LOOK_AFTER_MS);
});

const boxAt = (event) => event.target.closest?.("[data-redact] label.word")?.querySelector("input");

document.addEventListener("pointerdown", (event) => {
  from = boxAt(event);
});

document.addEventListener("pointerup", (event) => {
  const to = boxAt(event);
  if (!from || !to || from === to) return;
  const all = boxes();
  const [first, last] = [all.indexOf(from), all.indexOf(to)].sort((a, b) => a - b);
  for (const box of all.slice(first, last + 1).filter((each) => !each.checked)) {
    box.checked = true;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
});

document.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step || event.target.name !== "cover") return;
  event.preventDefault();
  const all = boxes();
  all[all.indexOf(event.target) + step]?.focus();
});
