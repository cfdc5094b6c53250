// Makes the queue quick: the next view without a page load, single keys, a sign of life while reading, live counts.
// Everything here also works without it, by plain forms and links.
const KEYS_SETTING = "single-keys";
const HOLD_SECONDS = 60;
const COUNT_SECONDS = 20;
let isBusy = false;

const main = () => document.getElementById("main");
const areKeysOn = () => localStorage.getItem(KEYS_SETTING) !== "off";
const isOurs = (address) => address.origin === location.origin && address.pathname.startsWith("/staff/queue");

function settle() {
  document.body.classList.toggle("has-keys", areKeysOn());
  for (const box of document.querySelectorAll("[data-keys-switch]")) {
    box.checked = areKeysOn();
    box.closest("label").hidden = false;
  }
  const undo = main().querySelector("[data-lasts]");
  if (undo) setTimeout(() => undo.remove(), Number(undo.dataset.lasts) * 1000);
}

async function go(address, request, { remember = true } = {}) {
  if (isBusy) return;
  isBusy = true;
  main().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { credentials: "same-origin", ...request });
    const arrived = new URL(answer.url);
    if (!isOurs(arrived)) return void location.assign(arrived);
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    main().replaceWith(document.adoptNode(next.getElementById("main")));
    document.title = next.title;
    if (remember && arrived.href !== location.href) history.pushState(null, "", arrived);
    settle();
    const problem = main().querySelector(".problem");
    const target = problem ?? main().querySelector("h1");
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    scrollTo(0, 0);
  } catch {
    if (request?.body) location.reload();
    else location.assign(address);
  } finally {
    isBusy = false;
    main().removeAttribute("aria-busy");
  }
}

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const address = new URL(form.action);
  if (!main().contains(form) || !isOurs(address)) return;
  event.preventDefault();
  const fields = new FormData(form);
  if (submitter?.name) fields.append(submitter.name, submitter.value);
  if (form.method === "get") {
    address.search = new URLSearchParams(fields);
    go(address);
  } else {
    go(address, { method: "POST", body: new URLSearchParams(fields) });
  }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || !main().contains(link) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const address = new URL(link.href);
  if (!isOurs(address) || (address.hash && address.pathname === location.pathname)) return;
  event.preventDefault();
  go(address);
});

document.addEventListener("keydown", (event) => {
  if (!areKeysOn() || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.matches("textarea, select, input:not([type=checkbox], [type=radio])")) return;
  const wanted = main().querySelector(`[data-key="${CSS.escape(event.key.toUpperCase())}"]`);
  if (!wanted) return;
  event.preventDefault();
  wanted.click();
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-keys-switch]")) return;
  localStorage.setItem(KEYS_SETTING, event.target.checked ? "on" : "off");
  settle();
});

addEventListener("popstate", () => go(location.href, {}, { remember: false }));

setInterval(async () => {
  const held = main().querySelector("[data-hold]");
  if (!held || document.hidden || isBusy) return;
  const token = main().querySelector("input[name=csrf_token]").value;
  const answer = await fetch(held.dataset.hold, { method: "POST", body: new URLSearchParams({ csrf_token: token }) });
  if (answer.status === 409) go(location.href);
}, HOLD_SECONDS * 1000);

setInterval(async () => {
  const lanes = main().querySelector("[data-counts]");
  if (!lanes || document.hidden || isBusy) return;
  const answer = await fetch(lanes.dataset.counts);
  if (!answer.ok || answer.redirected) return;
  for (const [code, number] of Object.entries(await answer.json())) {
    const place = lanes.querySelector(`[data-count="${code}"]`);
    if (place) place.textContent = number;
  }
}, COUNT_SECONDS * 1000);

settle();
