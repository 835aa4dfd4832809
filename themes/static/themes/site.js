// Comforts, none of them needed: every page works without this file.

// Where a form came back with errors, begin with their list.
document.querySelector(".errors")?.focus();

// A menu closes on Escape, on a click elsewhere, and when the focus leaves it.
const open = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});

for (const kind of ["click", "focusin"]) {
  document.addEventListener(kind, (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
}

// Without a network a page of ours is shown: a worker keeps it, and does nothing else.
const worker = document.querySelector("link[rel=manifest]")?.dataset.worker;

if (worker && navigator.serviceWorker) {
  const policy = window.trustedTypes?.createPolicy("worker", { createScriptURL: () => worker });
  addEventListener("load", () => {
    navigator.serviceWorker.register(policy?.createScriptURL("") ?? worker).catch(() => {});
  });
}

// A question asked on a page of its own may be asked here, over the page: `data-dialog` names it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  const dialog = link && document.getElementById(link.dataset.dialog);
  if (dialog && !(event.metaKey || event.ctrlKey || event.shiftKey)) {
    event.preventDefault();
    dialog.showModal();
  } else if (event.target.matches("dialog[open]")) event.target.close(); // outside its box
});
