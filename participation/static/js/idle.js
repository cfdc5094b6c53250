// A kiosk that nobody touches asks whether somebody is there, and then begins again with an empty page.
// Without script the page begins again by itself after a few minutes.
const asking = document.querySelector("[data-still-there]");
let timer = 0;

function wait() {
  clearTimeout(timer);
  asking.hidden = true;
  timer = setTimeout(ask, asking.dataset.idle * 1000);
}

function ask() {
  asking.hidden = false;
  timer = setTimeout(() => location.replace(asking.dataset.begins), asking.dataset.asking * 1000);
}

if (asking) {
  for (const touch of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(touch, wait, { passive: true });
  // A page brought back from memory would show what somebody else wrote.
  addEventListener("pageshow", (event) => event.persisted && location.replace(asking.dataset.begins));
  wait();
}
