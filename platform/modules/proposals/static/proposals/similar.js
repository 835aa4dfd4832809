// While a title is being typed, show the proposals that are like it. Without this file the same
// proposals are shown when the form is sent.
const place = document.getElementById("similar");
const title = document.getElementById("id_title");
const PAUSE = 450; // milliseconds without a key
const LEAST = 8; // characters

let waiting;
let asking;

function look() {
  asking?.abort();
  const words = title.value.trim();
  if (words.length < LEAST) return place.replaceChildren();
  asking = new XMLHttpRequest();
  asking.open("GET", `${place.dataset.url}?${new URLSearchParams({ title: words })}`);
  asking.responseType = "document"; // parsed apart from the page: trusted types allow no innerHTML
  asking.onload = (event) => {
    if (event.target.status === 200) place.replaceChildren(...event.target.response.body.childNodes);
  };
  asking.onerror = () => place.replaceChildren(); // offline: writing goes on
  asking.send();
}

if (place && title) {
  title.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });
  if (!document.querySelector(".notice-warn")) look();
}
