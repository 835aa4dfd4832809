// Hints under each long text, as its writer pauses. Without this file a button reads the whole form.
const PAUSE = 900; // milliseconds without a key
const LEAST = 40; // characters

for (const place of document.querySelectorAll("[data-read]")) {
  const form = place.closest("form");
  const text = form?.elements[place.dataset.field];
  let waiting;
  let asking;

  const look = () => {
    asking?.abort();
    if (text.value.trim().length < LEAST) return place.replaceChildren();
    asking = new XMLHttpRequest();
    asking.open("POST", place.dataset.read);
    asking.responseType = "document"; // parsed apart from the page: trusted types allow no innerHTML
    asking.onload = (event) => {
      if (event.target.status !== 200) return;
      const was = place.querySelector("details")?.open; // what was opened stays open while one types
      place.replaceChildren(...event.target.response.body.childNodes);
      const hints = place.querySelector("details");
      if (hints && was) hints.open = true;
    };
    asking.onerror = () => place.replaceChildren(); // offline: writing goes on
    const name = place.dataset.field;
    const token = form.elements.csrfmiddlewaretoken.value;
    asking.send(new URLSearchParams({ part: "1", relire: name, [name]: text.value, csrfmiddlewaretoken: token }));
  };

  text?.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });
  if (text) look();
}
