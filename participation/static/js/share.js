// Brings share and copy buttons to life where the browser can; without this script the address is there to copy.
for (const button of document.querySelectorAll("[data-shares]")) {
  const shared = { title: button.dataset.title, url: button.dataset.shares };
  if (!navigator.share) continue;
  button.hidden = false;
  button.addEventListener("click", () => navigator.share(shared).catch(() => { /* they thought better of it */ }));
}
for (const button of navigator.clipboard ? document.querySelectorAll("[data-copies]") : []) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copies);
    await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
    button.lastChild.textContent = button.dataset.copied;
  });
}
