// Comfort while answering. Without it everything works: the server asks again what this shows at once.
import { route } from "./conditions.js";

const form = document.querySelector(".survey-form");
const data = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");

// --- Conditions: show and hide questions of this page as it is filled in ------------------------------

const rules = data("rules");
const before = data("before") ?? {};
const blocks = [...form.querySelectorAll("[data-question]")];

function given() {
  const words = Object.create(null);
  const add = (name, word) => {
    const dot = name.indexOf(".");
    const key = dot < 0 ? name.slice(2) : name.slice(2, dot);
    if (name.startsWith("q_") && name.slice(dot + 1) !== "other" && word.trim()) (words[key] ??= []).push(word);
  };
  for (const [name, list] of Object.entries(before)) list.forEach((word) => add(name, word));
  for (const [name, word] of new FormData(form)) if (typeof word === "string") add(name, word);
  return words;
}

function show() {
  const page = route(rules, given()).find(([section]) => section === form.elements.page.value);
  const seen = new Set(page ? page[1] : []);
  for (const block of blocks) block.hidden = !seen.has(block.dataset.question);
  form.elements.seen.value = [...seen].join(" ");
}

if (blocks.length && !document.querySelector("[data-preview]")) {
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  show();
}

// --- Twice clicked, once sent -------------------------------------------------------------------------

form.addEventListener("submit", (event) => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 4000);
});
window.addEventListener("pageshow", () => delete form.dataset.sent);

// --- Points: what is left to share --------------------------------------------------------------------

for (const lines of form.querySelectorAll("[data-points]")) {
  const output = lines.parentElement.querySelector("[data-left]");
  const count = () => {
    const shared = [...lines.querySelectorAll("input")].reduce((sum, one) => sum + (Number(one.value) || 0), 0);
    output.querySelector("strong").textContent = Number(lines.dataset.points) - shared;
  };
  output.hidden = false;
  lines.addEventListener("input", count);
  count();
}

// --- Ranks: a rank taken elsewhere is taken over ------------------------------------------------------

for (const lines of form.querySelectorAll("[data-ranks]")) {
  const lists = [...lines.querySelectorAll("select")];
  lines.addEventListener("change", ({ target }) => {
    for (const other of lists) if (other !== target && target.value && other.value === target.value) other.value = "";
  });
}

// --- A plan: a tap chooses the square that the lists name ---------------------------------------------

for (const plan of form.querySelectorAll("[data-plan]")) {
  const [column, row] = plan.querySelectorAll("select");
  const squares = [...plan.querySelectorAll("[data-square]")];
  const mark = () => {
    for (const one of squares) one.toggleAttribute("data-chosen", one.dataset.square === column.value + row.value);
  };
  for (const one of squares) {
    one.addEventListener("click", () => {
      [column.value, row.value] = [one.dataset.square[0], one.dataset.square.slice(1)];
      mark();
      form.dispatchEvent(new Event("change"));
    });
  }
  plan.addEventListener("change", mark);
  mark();
}

// --- Own words tick their choice ----------------------------------------------------------------------

for (const words of form.querySelectorAll("input[data-other]")) {
  const field = words.closest(".field");
  words.addEventListener("input", () => {
    const box = field.querySelector(`input[value="${words.dataset.other}"]`);
    const list = field.querySelector("select");
    if (box && words.value) box.checked = true;
    if (list && words.value) list.value = words.dataset.other;
  });
}

// --- The little work that keeps robots away, done while people read -----------------------------------

const challenge = data("challenge");
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function solve() {
  const text = new TextEncoder();
  for (let number = 0; number <= challenge.maxNumber; number++) {
    const hash = await crypto.subtle.digest("SHA-256", text.encode(challenge.salt + number));
    if (hex(hash) === challenge.challenge) return number;
  }
  return null;
}

if (challenge && globalThis.crypto?.subtle) {
  const solved = solve().then((number) => {
    const { algorithm, challenge: hash, salt, signature } = challenge;
    if (number !== null) form.elements.proof.value = btoa(JSON.stringify({ algorithm, challenge: hash, number, salt, signature }));
  });
  form.addEventListener("submit", (event) => {
    if (form.elements.proof.value || form.dataset.waited || event.defaultPrevented) return;
    event.preventDefault();
    form.dataset.waited = "yes";
    solved.then(() => form.submit());
  });
}
