// Taking part on a bad line. A view is first saved on this phone, then sent, and forgotten when its receipt is
// on the screen. Without this script the form is sent as any form is. The service worker loads the first part
// of this file too, to send what was saved when no page is open.
"use strict";

const PATIENCE = 20000; // ms to wait for an answer
const LONGEST_PAUSE = 300000; // ms between two tries
const LEASE = 15000; // ms that a name stays taken after its tab was killed
const DRAFT_DAYS = 7;
const SYNC = "send-kept-views";

/* What is saved on this phone: views {id, slug, title, action, fields, state, why, arrived, at} */
const LOCAL = "kept-view:";
const inLocalStorage = {
  put: (view) => localStorage.setItem(LOCAL + view.id, JSON.stringify(view)),
  remove: (id) => localStorage.removeItem(LOCAL + id),
  all: () => Object.keys(localStorage).filter((key) => key.startsWith(LOCAL)).map((key) => JSON.parse(localStorage[key])),
};

function inDatabase(database) {
  const work = (mode, act) => new Promise((resolve, reject) => {
    const transaction = database.transaction("views", mode, { durability: "strict" });
    const request = act(transaction.objectStore("views"));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
  return {
    put: (view) => work("readwrite", (views) => views.put(view)),
    remove: (id) => work("readwrite", (views) => views.delete(id)),
    all: () => work("readonly", (views) => views.getAll()),
  };
}

let opened = null;
const storage = () => opened ||= new Promise((resolve, reject) => {
  const opening = indexedDB.open("kept-on-this-phone", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("views", { keyPath: "id" });
  opening.onsuccess = () => resolve(inDatabase(opening.result));
  opening.onerror = opening.onblocked = reject;
  setTimeout(reject, 3000); // some private windows never answer
}).catch(() => inLocalStorage);

const saved = async () => { try { return await (await storage()).all(); } catch { return []; } };
const forget = async (view) => { try { await (await storage()).remove(view.id); } catch { /* it was never saved */ } };
async function save(view) {
  try {
    const { release, ...plain } = view;
    await (await storage()).put(plain);
    return true;
  } catch {
    return false;
  }
}

/* One at a time across tabs. `work` runs while the name is held; without `wait`, only when it is free. */
function hold(name, work, wait) {
  if (self.navigator.locks) return navigator.locks.request(name, { ifAvailable: !wait }, (lock) => lock ? work() : null);
  return lease("lease:" + name, work, wait);
}

async function lease(name, work, wait) {
  const own = String(Math.random());
  const renew = () => { try { localStorage[name] = JSON.stringify([own, Date.now() + LEASE]); } catch { /* alone */ } };
  const taken = () => { try { return JSON.parse(localStorage[name])[1] > Date.now(); } catch { return false; } };
  while (taken()) {
    if (!wait) return null;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  renew();
  const renewing = setInterval(renew, 5000);
  try { return await work(); } finally {
    clearInterval(renewing);
    try { localStorage.removeItem(name); } catch { /* alone */ }
  }
}

/* Send once. Gives {receipt} with the page in `html`, {again} when it should be tried later, or the refusal. */
async function send(view) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  const body = new URLSearchParams(view.fields).toString();
  try {
    const answer = await fetch(view.action, {
      method: "POST", body, signal: stop.signal, redirect: "error", cache: "no-store", keepalive: body.length < 60000,
      headers: { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" },
    });
    const html = await answer.text();
    if (answer.ok && html.includes('<output id="receipt"')) return { receipt: true, html };
    // A page that is not ours, such as the sign-in page of a bus, is as good as no answer.
    const again = answer.ok || answer.status >= 500 || [408, 425, 429].includes(answer.status);
    return { again, html, status: answer.status, after: secondsToWait(answer.headers.get("Retry-After")) * 1000 };
  } catch {
    return { again: true, after: 0 };
  } finally {
    clearTimeout(timer);
  }
}

function secondsToWait(header) {
  const seconds = Number(header);
  return Math.max(0, (Number.isNaN(seconds) ? (Date.parse(header) - Date.now()) / 1000 : seconds) || 0);
}

/* Everything below is for the page. */
function onThePage() {
  const place = () => document.querySelector("[data-on-this-phone]");
  const placeForNotes = () => place() || document.querySelector("main > .wrap");
  const theForm = () => document.querySelector("form[data-take-part]");
  const words = { ...place().dataset };
  const noteOfAView = document.getElementById("kept-note"); // the page that thanks has none of its own
  const { slug } = words;
  let keeps = words.keeps === "yes";
  let mine = null; // promise of the view of the form on this page
  let note = null; // the note under its button
  let isSending = false;
  const pauses = new Set();
  const parse = (html) => new DOMParser().parseFromString(html, "text/html");

  const pause = (time, isTold) => new Promise((resolve) => {
    const ended = () => { clearTimeout(timer); pauses.delete(entry); resolve(); };
    const timer = setTimeout(ended, time);
    const entry = { ended, isTold };
    pauses.add(entry);
  });
  // When the site said how long to wait, only the person may ask earlier.
  const goOn = (evenIfTold) => pauses.forEach((each) => (evenIfTold || !each.isTold) && each.ended());
  addEventListener("online", () => goOn(false));
  document.addEventListener("visibilitychange", () => document.hidden || goOn(false));

  /* A note: what has become of a view, in words, with what can be done about it. */
  const BUTTONS = {
    draft: "carry wipe", writing: "wipe", cut_off: "wipe", saved: "now wipe", saved_here: "now wipe", unsaved: "now",
    refused: "now carry wipe", refused_here: "wipe",
  };
  function makeNote(put, acts, about = "") {
    const piece = noteOfAView.content.cloneNode(true).firstElementChild;
    put(piece);
    piece.addEventListener("click", (event) => acts[event.target.dataset.does]?.());
    const say = (state, why = "") => {
      if (piece.dataset.state === state && !why) return;
      piece.dataset.state = state;
      piece.className = state === "writing" ? "quiet" : "note" + (state.startsWith("refused") ? " warn" : "");
      const [status, title, more] = piece.querySelectorAll("p");
      status.className = state === "writing" ? "" : "lead";
      status.textContent = words[state.replace("_here", "")];
      title.textContent = about;
      more.textContent = [why, words[state + "More"]].filter(Boolean).join(" ");
      for (const each of piece.querySelectorAll("[data-for]")) {
        each.hidden = !(BUTTONS[state] || "").split(" ").includes(each.dataset.for) || (each.dataset.for === "carry" && !theForm());
      }
    };
    return { piece, say, remove: () => piece.remove() };
  }

  /* The view of the form on this page. It is held, so that no other tab and no worker sends it as well. */
  const take = (id, wait) => new Promise((resolve) => {
    hold("view:" + id, () => new Promise((release) => resolve(release)), wait).then((free) => free === null && resolve(null), () => resolve(null));
  });
  const view = () => mine ||= (async () => {
    const form = theForm();
    let id = form.elements.submission_key.value;
    let release = (await take(id)) || (await pause(400), await take(id));
    if (!release) release = await take((id += "~" + Math.random())); // the same page in two tabs
    return { id, slug, title: document.querySelector("h1").textContent, action: form.getAttribute("action"), release };
  })();
  const fieldsOf = (form) => [...new FormData(form)].filter(([, value]) => typeof value === "string");
  const isAnswered = (fields) => fields.some(([name, value]) => !/^(submission_key|may_quote|asked_as|came_from)$/.test(name) && value.trim());

  /* While writing: saved as it is typed, unless nothing may be kept here. */
  let typing = 0;
  let asked = false;
  document.addEventListener("input", (event) => {
    if (!event.target.form?.matches("form[data-take-part]")) return;
    if (!asked && event.target.matches("textarea, input[type=text]")) {
      asked = true;
      import(words.nudge).then((nudge) => nudge.watch(words.names, event.target), () => { asked = false; });
    }
    clearTimeout(typing);
    if (keeps) typing = setTimeout(saveDraft, 400);
  });
  async function saveDraft() {
    const form = theForm();
    if (!form || isSending) return;
    const draft = await view();
    const fields = fieldsOf(form);
    if (!keeps || isSending || draft !== (await mine)) return;
    if (!isAnswered(fields)) return forget(draft);
    Object.assign(draft, { fields, state: "draft", at: Date.now() });
    if (await save(draft)) under(form).say("writing");
  }
  addEventListener("pagehide", () => { clearTimeout(typing); keeps && mine && saveDraft(); });

  const under = (form) => note ||= makeNote((piece) => form.append(piece), { now: () => goOn(true), wipe: wipeMine });

  /* Sending. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-take-part]")) return;
    const isLast = event.submitter ? !event.submitter.name : !form.querySelector("button[name=page]");
    if (!isAnswered(fieldsOf(form))) return; // nothing to lose
    if (!isLast) return beforeNextPage(event);
    event.preventDefault();
    if (!isSending) submit(form);
  });

  /* The browser's own page for no signal would take the words with it, unless the worker gives a page in its place. */
  let isReached = false;
  async function beforeNextPage(event) {
    if (isReached || (keeps && navigator.serviceWorker?.controller)) return;
    const { target: form, submitter } = event;
    event.preventDefault();
    isReached = await fetch("/healthz", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE) }).then(() => true, () => false);
    if (isReached) form.requestSubmit(submitter);
    else under(form).say("unreached");
    isReached = false;
  }

  async function submit(form) {
    isSending = true;
    clearTimeout(typing);
    const fields = fieldsOf(form);
    const sent = await view();
    Object.assign(sent, { fields, state: "kept", at: Date.now(), why: "", isGone: false });
    sent.isKept = keeps && (await save(sent));
    under(form).say(sent.isKept ? "saved_here" : "sending");
    form.querySelectorAll(".say").forEach((bubble) => { bubble.dataset.state = "sending"; });
    setTimeout(() => isSending && hideForm(form), 200); // when the bubble has risen
    if (sent.isKept) askForSync(sent);
    await deliver(sent, note, (html) => show(html));
  }

  function hideForm(form) {
    for (const each of form.children) each.hidden = each !== note?.piece;
    note?.piece.focus();
  }

  async function askForSync(kept) {
    try {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration.sync.register(SYNC);
      kept.isSynced = true;
    } catch { /* then the page says to open it again */ }
  }

  async function deliver(kept, told, arrive) {
    const waiting = () => told.say(!kept.isKept ? "unsaved" : kept.isSynced ? "saved" : "saved_here");
    if (!kept.isKept) addEventListener("beforeunload", warn);
    for (let wait = 2000; !kept.isGone; wait = Math.min(wait * 2, LONGEST_PAUSE)) {
      const answer = await hold("sending", () => {
        if (kept.isGone) return {};
        told.say("sending");
        return send(kept);
      }, true);
      if (kept.isGone) break;
      if (!answer.again) {
        await (answer.receipt ? arrived(kept, told, answer, arrive) : refused(kept, told, answer, arrive));
        break;
      }
      waiting();
      await pause(Math.max(wait * (0.75 + Math.random() / 2), answer.after), answer.after > 0);
    }
    removeEventListener("beforeunload", warn);
  }
  const warn = (event) => event.preventDefault();

  async function arrived(kept, told, answer, arrive) {
    told.say("sent");
    await pause(300);
    arrive(answer.html);
    kept.isGone = true;
    if (keeps || kept.isKept) await forget(kept); // not before the receipt is on the screen
    kept.release?.();
  }

  async function refused(kept, told, answer, arrive) {
    if (kept.arrived) { // it was stored before; only its receipt cannot be shown any more
      await forget(kept);
      return told.say("arrived");
    }
    const page = parse(answer.html);
    const why = [...page.querySelectorAll("main h1, main .lead")].map((each) => each.textContent.trim()).join(". ");
    Object.assign(kept, { state: "refused", why });
    if (kept.isKept) await save(kept);
    isSending = false;
    if (answer.status === 422 && told === note) return show(answer.html);
    told.say(told === note ? "refused_here" : "refused", why);
    if (told === note) showForm();
  }

  function showForm() {
    for (const each of theForm().children) each.hidden = false;
    document.querySelectorAll(".say").forEach((bubble) => delete bubble.dataset.state);
  }

  async function wipeMine() {
    keeps = false;
    const gone = await mine;
    gone.isGone = true;
    await forget(gone);
    goOn(true);
    if (isSending) theForm().reset();
    note.say(isSending ? "wiped" : "unkept");
  }

  /* The answer of the site takes the place of this page's main part; the receipt is on the screen and nowhere else. */
  function show(html) {
    const page = parse(html);
    const others = [...place().children]; // notes about other views, whose receipts may still come
    document.title = page.title;
    document.getElementById("main").replaceWith(document.adoptNode(page.getElementById("main")));
    placeForNotes().append(...others);
    note = null;
    for (const script of page.querySelectorAll("body > script[src]")) {
      const again = document.createElement("script");
      Object.assign(again, { src: script.src, type: script.type });
      document.body.append(again);
    }
    scrollTo(0, 0);
    const start = document.querySelector(".problem") || document.querySelector("h1");
    start.tabIndex = -1;
    start.focus({ preventScroll: true });
  }

  /* What was left on this phone earlier: views are sent, drafts are offered, nobody else's words are shown. */
  async function lookAround() {
    const key = theForm()?.elements.submission_key.value;
    for (const found of await saved()) {
      const isDraft = found.state === "draft";
      if (isDraft && found.id === key && "cutOff" in theForm().dataset) { carryOnHere(found); continue; }
      if (isDraft && found.at < Date.now() - DRAFT_DAYS * 864e5) { forget(found); continue; }
      if (isDraft && (found.id === key || found.slug !== slug || !theForm())) continue;
      const release = await take(found.id);
      if (release) adopt(Object.assign(found, { release, isKept: true }));
      else if (!isDraft) adoptLater(found.id);
    }
  }

  /* Another tab or the worker sends it. Should that end without a receipt for anybody, it is ours. */
  async function adoptLater(id) {
    const release = await take(id, true);
    const left = (await saved()).find((each) => each.id === id);
    if (left && release) adopt(Object.assign(left, { release, isKept: true }));
    else release?.();
  }

  function adopt(found) {
    const wipe = async () => {
      found.isGone = true;
      await forget(found);
      goOn(true);
      told.say(found.state === "draft" ? "unkept" : "wiped");
      found.release();
    };
    const now = () => { found.state === "refused" ? again() : goOn(true); };
    const told = makeNote((piece) => placeForNotes().append(piece), { wipe, now, carry: () => carryOn(found, told) }, found.title);
    const again = () => { found.state = "kept"; deliver(found, told, (html) => told.piece.append(...receiptIn(html))); };
    if (found.state === "kept") { askForSync(found); again(); }
    else told.say(found.state, found.why);
  }
  const receiptIn = (html) => [...parse(html).querySelectorAll("main section.note, main .receipt")];

  async function carryOn(found, told) {
    const begun = mine && (await mine);
    if (begun) { await forget(begun); begun.release?.(); }
    fillIn(found);
    mine = Promise.resolve(found);
    told.remove();
    goOnWriting("writing");
  }

  /* The line was cut between two pages, and the worker gave the page with every question in place of the next. */
  async function carryOnHere(found) {
    fillIn(found);
    const release = await take(found.id);
    mine = Promise.resolve(Object.assign(found, { release }));
    await save(found);
    goOnWriting("cut_off");
  }

  function goOnWriting(state) {
    under(theForm()).say(state);
    theForm().querySelector("textarea, input:not([type=hidden])")?.focus();
  }

  function fillIn(found) {
    const form = theForm();
    form.reset();
    for (const [name, value] of found.fields.filter(([name]) => name !== "at")) { // each page has its own place
      const controls = [...form.elements].filter((each) => each.name === name);
      const choice = controls.find((each) => /radio|checkbox/.test(each.type) && each.value === value);
      if (choice) choice.checked = true;
      else if (controls[0] && !/radio|checkbox/.test(controls[0].type)) controls[0].value = value;
      else if (!controls[0]) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
  }

  /* What makes the page easier comes with the first touch, so that the questions come before it. */
  const root = document.documentElement;
  const showVoice = () => root.toggleAttribute("data-speaks", speechSynthesis.getVoices().some((voice) => voice.localService && voice.lang.startsWith(root.lang)));
  let easier = null;
  const bringEasier = () => easier ||= import(document.querySelector("[data-easier]").dataset.easier).then(() => { easier = true; });
  function makeEasier() {
    if (!document.querySelector("[data-easier]")) return;
    if (self.speechSynthesis) { showVoice(); speechSynthesis.addEventListener?.("voiceschanged", showVoice); }
    for (const touch of ["pointerdown", "keydown", "scroll"]) addEventListener(touch, bringEasier, { once: true, passive: true });
    document.addEventListener("click", (event) => {
      const pressed = event.target.closest?.("[data-eases]");
      if (!pressed || easier === true) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      bringEasier().then(() => pressed.click());
    }, true);
  }

  async function startWorker() {
    try {
      await navigator.serviceWorker.register("/sw.js");
      (await navigator.serviceWorker.ready).active.postMessage({ visited: slug });
    } catch { /* this browser sends without it */ }
  }

  makeEasier();
  if (!keeps) return;
  addEventListener("load", lookAround);
  if (!navigator.locks) setTimeout(lookAround, LEASE + 1000); // what a killed tab held is free by then
  if (navigator.serviceWorker) addEventListener("load", startWorker);
}

if (self.document && document.querySelector("[data-on-this-phone]")) onThePage();
