// The next person's empty page takes the place of this one, so that Back never shows a receipt that is not theirs.
const link = document.querySelector("[data-next-person]");
link?.addEventListener("click", (event) => {
  event.preventDefault();
  location.replace(link.href);
});
