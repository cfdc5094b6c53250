// Opens campaigns that were visited before when there is no signal, and sends views that were saved on this phone.
// The server writes `self.site` in front of this: the release, its files, and pages that must always open.
// Nothing of staff, of group sessions or of sensitive campaigns is kept, no receipt and no answer to a form.
"use strict";

const { release, files, later, pages, script } = self.site;
importScripts(script);

const CACHE = "site-" + release;
const NO_SIGNAL = "/offline";
const TOO_SLOW = 4000; // ms after which the copy on this phone is shown
const NEVER_KEPT = /^\/(staff|g)(\/|$)/;
const CAMPAIGN_PAGE = /^\/c\/[\w-]+(\/take-part)?$/;
const MAY_BE_KEPT = 'data-keeps="yes"';
const GOES_PAGE_BY_PAGE = 'data-pages="';
const WHOLE = "?whole=yes"; // every question on one page, for when there is no signal to ask for the next
const ABOUT_PAGES = /^(page|skip|at)$/; // what a form says of its pages, and not of its sender's view
const KEY = /(name="submission_key" value=")[^"]*/;
const OUR_KEY = /^[\w.-]{1,100}$/;
const FORM = /data-take-part="/;

addEventListener("install", (event) => event.waitUntil(install()));
async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll([...files, ...pages]);
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) {
      const path = new URL(request.url).pathname;
      if (name !== CACHE && CAMPAIGN_PAGE.test(path)) await renew(cache, path);
    }
  }
  await skipWaiting();
}

addEventListener("activate", (event) => event.waitUntil(activate()));
async function activate() {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
  await clients.claim();
}

addEventListener("message", (event) => {
  const { visited } = event.data || {};
  if (/^[\w-]+$/.test(visited)) event.waitUntil(keepCampaign(`/c/${visited}`));
});
async function keepCampaign(about) {
  const cache = await caches.open(CACHE);
  for (const path of [about, about + "/take-part"]) if (!(await cache.match(path))) await renew(cache, path);
}

async function renew(cache, path) {
  try { await keep(cache, path, await fetch(path, { cache: "no-cache" })); } catch { /* another time */ }
}

async function keep(cache, path, answer) {
  if (!answer.ok || answer.redirected) return;
  const html = await answer.text();
  if (CAMPAIGN_PAGE.test(path) && !html.includes(MAY_BE_KEPT)) return forgetPage(cache, path);
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Vary"]) headers.delete(name);
  await cache.put(path, new Response(html.replace(KEY, "$1"), { headers }));
  if (html.includes(GOES_PAGE_BY_PAGE) && !(await cache.match(path + WHOLE))) await renew(cache, path + WHOLE);
}

async function forgetPage(cache, path) {
  for (const each of [path, path + WHOLE]) await cache.delete(each);
}

addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (url.origin !== location.origin || NEVER_KEPT.test(url.pathname)) return;
  if ([...files, ...later].includes(url.pathname + url.search)) event.respondWith(file(request));
  else if (request.mode !== "navigate") return;
  else if (request.method === "GET") event.respondWith(page(event, url.pathname + (url.search === WHOLE ? WHOLE : "")));
  else if (CAMPAIGN_PAGE.test(url.pathname)) event.respondWith(nextPage(request, url.pathname));
  else event.respondWith(fetch(request).catch(noSignal));
});

async function file(request) {
  const cache = await caches.open(CACHE);
  const mine = await cache.match(request.url);
  if (mine) return mine;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request.url, answer.clone());
  return answer;
}

async function page(event, path) {
  const cache = await caches.open(CACHE);
  const mine = await cache.match(path);
  const asked = fetch(event.request);
  if (!mine) return asked.catch(noSignal);
  const fresh = asked.then((answer) => {
    if (answer.ok) event.waitUntil(keep(cache, path, answer.clone()));
    return answer;
  }).catch(() => null);
  event.waitUntil(fresh);
  const answer = await Promise.race([fresh, tooSlow()]);
  return answer && answer.status < 500 ? answer : withNewKey(mine);
}

const tooSlow = () => new Promise((resolve) => setTimeout(resolve, TOO_SLOW, null));

// A form on its way to its next page stores nothing yet, so it may be given up. Sending is the page's own work.
async function nextPage(request, path) {
  const copy = request.clone();
  const answer = await Promise.race([fetch(request).catch(() => null), tooSlow()]);
  return answer || (await everythingOnOnePage(copy, path)) || noSignal();
}

async function everythingOnOnePage(request, path) {
  const whole = await (await caches.open(CACHE)).match(path + WHOLE);
  const form = await request.formData();
  const id = form.get("submission_key");
  const isOurs = request.referrer.startsWith(location.origin + "/") && OUR_KEY.test(id);
  if (!whole || !isOurs || form.has("group_code")) return null;
  const fields = [...form].filter(([name]) => !ABOUT_PAGES.test(name) && name !== form.get("skip"));
  const before = (await saved()).find((each) => each.id === id);
  const view = { title: "", ...before, id, fields, slug: path.split("/")[2], action: path + "?sent=1" };
  await save({ ...view, state: "draft", at: Date.now() });
  return withKey(whole, id, "data-cut-off ");
}

async function withKey(copy, key, mark = "") {
  const html = (await copy.text()).replace(KEY, (found, start) => start + key).replace(FORM, mark + "$&");
  return new Response(html, { headers: copy.headers });
}

// Each visit gets a key of its own, as it would from the server: the day, and 128 random bits.
function withNewKey(copy) {
  const letters = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const key = new Date().toISOString().slice(0, 10) + "." + letters.replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  return withKey(copy, key);
}

async function noSignal() {
  return (await caches.match(NO_SIGNAL)) || Response.error();
}

addEventListener("sync", (event) => { if (event.tag === SYNC) event.waitUntil(sendSaved()); });
async function sendSaved() {
  let left = 0;
  for (const view of await saved()) {
    if (view.state !== "kept" || view.arrived) continue;
    // The words stay until a page is open: only then is there somebody to give the receipt to.
    const isSent = await hold("view:" + view.id, () => hold("sending", async () => {
      const answer = await send(view);
      if (answer.receipt) await save({ ...view, arrived: true });
      return !answer.again;
    }, true));
    if (!isSent) left += 1;
  }
  if (left) throw new Error("not everything was sent"); // the browser tries again later
}
