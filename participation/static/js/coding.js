// Coding by keys: a theme's key ticks it, Enter saves and shows the next answer, n says none, s skips, b goes back.
// Without script the same form works with Tab and Space.
const form = document.querySelector("form[data-coding]");
const order = form?.elements.order;

form?.addEventListener("change", (event) => {
  if (event.target.name !== "theme") return;
  const ticked = order.value.split(" ").filter((key) => key && key !== event.target.value);
  if (event.target.checked) ticked.push(event.target.value);
  order.value = ticked.join(" ");
  for (const label of form.querySelectorAll(".ticks .choice")) {
    label.classList.toggle("main-one", label.querySelector("input").value === ticked[0]);
  }
});

document.addEventListener("keydown", (event) => {
  if (!form || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.matches("textarea, select, input:not([type=checkbox])")) return;
  if (event.key === "Enter") {
    if (event.target.matches("a, button, summary")) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button.big"));
    return;
  }
  const wanted = {
    n: form.elements.none,
    s: form.querySelector('.toolbar a[href*="skip="]'),
    b: form.querySelector('.toolbar a[href*="at="]'),
  }[event.key] ?? form.querySelector(`input[data-key="${CSS.escape(event.key)}"]`);
  if (!wanted) return;
  event.preventDefault();
  wanted.click();
});
