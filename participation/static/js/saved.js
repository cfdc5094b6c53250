// On the list of questions: forgets what the form kept in this browser, once the page says that it was saved.
if (document.querySelector("[role=status]")) {
  try {
    for (const name of Object.keys(localStorage).filter((each) => each.startsWith("draft:"))) {
      if (JSON.parse(localStorage.getItem(name)).wasSent) localStorage.removeItem(name);
    }
  } catch { /* a browser that keeps nothing has nothing to forget */ }
}
