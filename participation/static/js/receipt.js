// Brings the Copy and Print buttons of the receipt to life; without this script they stay hidden.
const copies = document.querySelector("[data-copies]");
if (copies && navigator.clipboard) {
  copies.hidden = false;
  copies.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(copies.dataset.copies).textContent.trim());
    copies.lastChild.textContent = copies.dataset.copied;
  });
}
const prints = document.querySelector("[data-prints]");
if (prints) {
  prints.hidden = false;
  prints.addEventListener("click", () => window.print());
}
