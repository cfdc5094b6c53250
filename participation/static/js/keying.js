// Keying papers by keyboard: Enter goes to the next box, Ctrl and Enter sends. Without script, Tab and Enter do.
const form = document.querySelector("form[data-keying]");
const boxes = form ? [...form.querySelectorAll("input:not([type=hidden]), textarea")] : [];

if (!document.querySelector(".problem")) boxes[0]?.focus();

form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  if (!event.target.matches("input:not([type=hidden], [type=file])")) return;
  event.preventDefault();
  const next = boxes[boxes.indexOf(event.target) + 1];
  (next ?? form.querySelector("button[type=submit]:enabled")).focus();
});
