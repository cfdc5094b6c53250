// Covering words, made easier: a tapped word takes the kind chosen at that moment, a selection covers all its
// words, arrow keys walk from word to word, and the result shows at once. The server decides what is covered.
const LOOK_AFTER_MS = 250;
let waiting = 0;

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

document.addEventListener("pointerup", () => {
  const selection = getSelection();
  if (!form() || selection.isCollapsed || !selection.anchorNode || !form().contains(selection.anchorNode)) return;
  const chosen = boxes().filter((box) => selection.containsNode(box.parentElement, true) && !box.checked);
  selection.removeAllRanges();
  for (const box of chosen) {
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
