// While a question or a campaign is written: keeps what was typed in this browser until it is saved, so that a closed
// window or a lost line loses nothing; and shows a question as a phone would. Without it, a button shows the question.
const form = document.querySelector("form[data-draft]");
const shown = document.getElementById("on-a-phone");
const name = `draft:${form.dataset.draft}`;
const PAUSE = 500; // ms without typing
const OURS = new Set(["csrf_token", "edition", "show"]);
let timer = 0;
let asked = 0;

const typed = () => [...new FormData(form)].filter(([field]) => !OURS.has(field));
const atFirst = JSON.stringify(typed());

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => { timer = 0; keep(); show(); }, PAUSE);
});
form.addEventListener("submit", () => { clearTimeout(timer); timer = 0; keep(true); });
addEventListener("pagehide", () => timer && keep()); // the last words before the window closed
if (document.querySelector(".problem, [role=alert]")) keep(); // what was sent was not saved
else offer();

/** Remember what is in the form; once it `wasSent`, the list of questions forgets it when it says that it was saved. */
function keep(wasSent = false) {
  try {
    localStorage.setItem(name, JSON.stringify({ edition: form.dataset.edition, fields: typed(), wasSent }));
  } catch { /* a browser that keeps nothing loses nothing else */ }
}

/** What was kept from before, if this is not it already. */
function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(name));
    return found && JSON.stringify(found.fields) !== atFirst ? found : null;
  } catch { return null; }
}

/** Offer what was typed before and not saved. */
function offer() {
  const found = kept();
  const note = document.getElementById("kept");
  if (!found) return;
  note.hidden = false;
  note.querySelector("[data-part=changed]").hidden = found.edition === form.dataset.edition;
  note.querySelector("[data-act=back]").addEventListener("click", () => { putBack(found.fields); note.hidden = true; show(); });
  note.querySelector("[data-act=away]").addEventListener("click", () => { localStorage.removeItem(name); note.hidden = true; });
}

function putBack(fields) {
  const values = new Map(fields);
  for (const field of form.elements) {
    if (!field.name || OURS.has(field.name) || field.type === "submit") continue;
    if (field.type === "checkbox") field.checked = values.has(field.name);
    else if (field.type === "radio") field.checked = values.get(field.name) === field.value;
    else field.value = values.get(field.name) ?? "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** Ask the site how the question looks now; an answer that comes late is dropped. */
async function show() {
  if (!shown) return;
  const turn = ++asked;
  const sent = new FormData(form);
  sent.set("show", "yes");
  try {
    const answer = await fetch(form.action, { method: "POST", body: sent });
    if (!answer.ok || turn !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    shown.replaceChildren(...page.getElementById("on-a-phone").childNodes);
  } catch { /* no line: it shows again with the next word */ }
}
