// Sharing an address: copied at a click, or handed to the telephone's own menu. Without this file the
// address stands in a field to be selected.
for (const box of document.querySelectorAll("[data-share]")) {
  const field = box.querySelector("input");
  const copy = box.querySelector("[data-copy]");
  const send = box.querySelector("[data-send]");
  field.addEventListener("focus", () => field.select());
  if (navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(field.value);
      box.querySelector("[role=status]").textContent = copy.dataset.copy;
    });
  }
  if (navigator.share) {
    send.hidden = false;
    send.addEventListener("click", () => {
      navigator.share({ title: box.dataset.share, url: field.value }).catch(() => {});
    });
  }
}
