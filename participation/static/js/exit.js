// Leaves at once when “Exit this page” is pressed, and in a way that Back does not bring the page back. A view that
// is not sent yet would be lost, so then it asks first. Without this script the same links lead to a page that says
// what leaving does.
const ask = document.getElementById("leaving");
const saysNothing = (event) => event.stopImmediatePropagation(); // nobody is asked twice

/** Whether somebody wrote something on this page that is not sent. */
function hasUnsentWords() {
  const fields = document.querySelectorAll("main form[method=post] :is(textarea, input:not([type=hidden]))");
  return [...fields].some((field) => {
    if (/radio|checkbox/.test(field.type)) return field.checked !== field.defaultChecked;
    return field.value.trim() && field.type !== "submit";
  });
}

/** Whether a view waits on this phone to be sent. Looking for it must not make an empty store. */
function hasKeptViews() {
  return new Promise((resolve) => {
    try {
      if (Object.keys(localStorage).some((name) => name.startsWith("kept-view:"))) return resolve(true);
      const opening = indexedDB.open("kept-on-this-phone");
      opening.onupgradeneeded = () => opening.transaction.abort();
      opening.onerror = opening.onblocked = () => resolve(false);
      opening.onsuccess = () => {
        const count = opening.result.transaction("views").objectStore("views").count();
        count.onsuccess = () => { opening.result.close(); resolve(count.result > 0); };
        count.onerror = () => resolve(false);
      };
    } catch {
      resolve(false);
    }
  });
}

/** What was found when the page came up stands in where the store is slow: somebody who wants to go must not wait. */
let wasKept = false;
if (ask) hasKeptViews().then((isKept) => { wasKept = isKept; });
const isKeptNow = () => Promise.race([hasKeptViews(), new Promise((go) => setTimeout(() => go(wasKept), 800))]);

function leave(address) {
  addEventListener("beforeunload", saysNothing, true);
  document.body.hidden = true; // nothing stays to be read while the line is slow
  document.title = "";
  location.replace(address);
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("[data-leaves]");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const isTold = !ask || link.closest("dialog");
  if (!isTold && (hasUnsentWords() || (await isKeptNow()))) ask.showModal();
  else leave(link.dataset.leaves);
});
