// Looks every three seconds how far background work is, and shows the finished page when it is done.
const watched = document.querySelector("[data-watch]");

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-watch]");
  if (!now) {
    location.reload();
  } else if (now.textContent !== watched.textContent) {
    watched.textContent = now.textContent;
  }
}

if (watched) {
  setInterval(() => look().catch(() => {}), 3000);
}
