// A value is copied at a click. Without this file one click selects the whole of it, to be copied by hand.
if (navigator.clipboard) {
  const status = document.querySelector("[data-copied]");
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      status.textContent = status.dataset.copied;
    });
  }
}
