// One key a decision, while the focus is in the queue. Every page works without this file.

const queue = document.querySelector("[data-queue]");
const told = document.querySelector("[data-told]");
const waiting = () => [...queue.querySelectorAll(".moderated:not([data-decided])")];
const next = (card, step) => {
  const all = [...queue.querySelectorAll(".moderated")];
  for (let at = all.indexOf(card) + step; all[at]; at += step) {
    if (!("decided" in all[at].dataset)) return all[at];
  }
  return null;
};
let sending = 0;

const go = (card) => {
  for (const other of queue.querySelectorAll(".moderated-current")) {
    other.classList.remove("moderated-current");
  }
  card.classList.add("moderated-current");
  card.querySelector("h2").focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
};

// What became of it, in the words of the server, in place of the text.
const settle = (card, words) => {
  const line = document.createElement("p");
  line.textContent = words;
  card.replaceChildren(line);
  told.textContent = words;
};

const takeBack = (card, words) => {
  delete card.dataset.decided;
  card.inert = false;
  const line = document.createElement("p");
  line.className = "moderated-missed";
  line.textContent = words;
  card.prepend(line);
  told.textContent = words;
};

const send = (card, button) => {
  if (!button) return;
  const after = next(card, 1) ?? next(card, -1);
  const typed = new URLSearchParams(new FormData(button.form, button));
  card.dataset.decided = "";
  card.inert = true;
  if (after) go(after);
  sending += 1;
  fetch(button.form.getAttribute("action"), {
    method: "POST",
    body: typed,
    headers: { Accept: "text/plain" },
    redirect: "error", // signed out meanwhile: nothing was decided
  })
    .then(async (answer) => (answer.ok ? settle : takeBack)(card, await answer.text()))
    .catch(() => takeBack(card, queue.dataset.failed))
    .finally(() => {
      sending -= 1;
      if (!sending && !waiting().length) location.assign(queue.dataset.more);
    });
};

const refuse = (card) => {
  const details = card.querySelector(".decide-against");
  if (!details) return;
  details.open = true;
  details.querySelector("select").focus();
};

const close = (card) => {
  const details = card.querySelector(".decide-against");
  if (details) details.open = false;
  go(card);
};

const sendRefusal = (card) => {
  const select = card.querySelector(".decide-against select");
  const words = card.querySelector(".decide-against textarea");
  if (select.value === "other" && !words.value.trim()) words.focus();
  else if (select.value) send(card, card.querySelector(".decide-against .button-danger"));
};

const keys = {
  j: (card) => next(card, 1) && go(next(card, 1)),
  k: (card) => next(card, -1) && go(next(card, -1)),
  p: (card) => send(card, card.querySelector(".decide > button")),
  r: refuse,
  x: (card) => card.querySelector("input[name=choix]")?.click(),
};

const inReasons = (event, card) => {
  const digit = Number(event.key);
  if (digit && event.target.options[digit]) event.target.selectedIndex = digit;
  else if (event.key === "Enter") sendRefusal(card);
  else if (event.key === "Escape") close(card);
  else return;
  event.preventDefault();
};

const inWords = (event, card) => {
  if (event.key === "Escape") close(card);
  else if (event.key === "Enter" && event.ctrlKey) sendRefusal(card);
};

queue?.addEventListener("keydown", (event) => {
  const card = event.target.closest(".moderated");
  if (!card || event.altKey || event.metaKey) return;
  if (event.target.matches("textarea")) inWords(event, card);
  else if (event.ctrlKey) return;
  else if (event.target.matches("select")) inReasons(event, card);
  else if (keys[event.key]) {
    event.preventDefault();
    keys[event.key](card);
  }
});

for (const part of document.querySelectorAll("[data-with-script]")) part.hidden = false;
document.querySelector("[data-read]")?.addEventListener("click", () => {
  const [first] = waiting();
  if (first) go(queue.querySelector(".moderated-current:not([data-decided])") ?? first);
});
