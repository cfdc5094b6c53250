// Measures a colour while it is typed, as the server will when it is saved, and shows letters on it.
const WHITE = "#ffffff";
const INK = "#1d2a35";

function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const channel = parseInt(colour.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function read(typed) {
  const digits = typed.trim().toLowerCase().replace(/^#/, "");
  const six = digits.length === 3 ? [...digits].map((each) => each + each).join("") : digits;
  return /^[0-9a-f]{6}$/.test(six) ? `#${six}` : "";
}

for (const box of document.querySelectorAll("[data-measures]")) {
  const field = document.getElementById(box.dataset.measures);
  const letters = box.dataset.measures === "action" ? [WHITE] : [WHITE, INK];
  const part = (name) => box.querySelector(`[data-part="${name}"]`);
  const show = () => {
    const colour = read(field.value);
    box.hidden = !colour;
    if (!colour) return;
    const [best] = letters.toSorted((a, b) => contrast(b, colour) - contrast(a, colour));
    const reached = contrast(best, colour);
    const isEnough = reached >= Number(box.dataset.least);
    part("sample").style.setProperty("background", colour);
    part("sample").style.setProperty("color", best);
    for (const each of box.querySelectorAll('[data-part="ratio"]')) each.textContent = reached.toFixed(1);
    part("sample").hidden = !isEnough; // what cannot be read is told, not shown
    part("good").hidden = !isEnough;
    part("bad").hidden = isEnough;
  };
  field.addEventListener("input", show);
  show();
}
