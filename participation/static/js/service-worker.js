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
const KEY = /(name="submission_key" value=")[^"]*/;

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
  if (CAMPAIGN_PAGE.test(path) && !html.includes(MAY_BE_KEPT)) return cache.delete(path);
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Vary"]) headers.delete(name);
  await cache.put(path, new Response(html.replace(KEY, "$1"), { headers }));
}

addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (url.origin !== location.origin || NEVER_KEPT.test(url.pathname)) return;
  if ([...files, ...later].includes(url.pathname + url.search)) event.respondWith(file(request));
  else if (request.mode !== "navigate") return;
  else if (request.method === "GET") event.respondWith(page(event, url.pathname));
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
  const fresh = asked.then(async (answer) => {
    if (answer.ok) event.waitUntil(keep(cache, path, answer.clone()));
    return answer;
  }).catch(() => null);
  event.waitUntil(fresh);
  const tooSlow = new Promise((resolve) => setTimeout(resolve, TOO_SLOW, null));
  const answer = await Promise.race([fresh, tooSlow]);
  return answer && answer.status < 500 ? answer : withNewKey(mine);
}

// Each visit gets a key of its own, as it would from the server: the day, and 128 random bits.
async function withNewKey(copy) {
  const letters = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const key = new Date().toISOString().slice(0, 10) + "." + letters.replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  return new Response((await copy.text()).replace(KEY, "$1" + key), { headers: copy.headers });
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
