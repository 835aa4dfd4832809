// Parts of a page that answer while one types. Every page works without this file.

const WAIT = 250; // milliseconds without a keystroke

for (const form of document.querySelectorAll("form[data-live]")) {
  const target = document.getElementById(form.dataset.liveTarget);
  // The page itself wears the look being typed, where the form names the sheet that draws it.
  const sheet = document.querySelector(`link[href*="${form.dataset.liveSheet}"]`);
  let timer;
  let asking;

  const ask = () => {
    asking?.abort();
    const typed = [...new FormData(form)].filter(
      ([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken",
    );
    asking = new XMLHttpRequest();
    asking.open("GET", `${form.dataset.live}?${new URLSearchParams(typed)}`);
    asking.responseType = "document"; // parsed apart from the page: trusted types allow no innerHTML
    asking.onload = ({ target: { status, response } }) => {
      if (status === 200) target.replaceChildren(...response.body.childNodes);
    };
    asking.send();
    if (sheet) sheet.href = `${form.dataset.liveSheet}?${new URLSearchParams(typed)}`;
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });

  // A suggestion fills the field in, without leaving the page.
  form.addEventListener("click", (event) => {
    const idea = event.target.closest("button[name=pick]");
    if (!idea) return;
    event.preventDefault();
    const field = form.elements.slug;
    field.value = idea.value;
    field.focus();
    ask();
  });
}

// The browser's own colour picker beside the field for a colour in digits: each follows the other.
for (const picker of document.querySelectorAll("input[data-picks]")) {
  const field = document.getElementById(picker.dataset.picks);
  picker.hidden = false;
  picker.addEventListener("input", () => {
    field.value = picker.value;
  });
  field.addEventListener("input", () => {
    if (/^#[0-9a-f]{6}$/i.test(field.value.trim())) picker.value = field.value.trim();
  });
}
