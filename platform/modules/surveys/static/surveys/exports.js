// While a file is being written, the list is asked for again. Without this file a link does it.

const WAIT = 1000; // milliseconds

function ask() {
  const asking = new XMLHttpRequest();
  asking.open("GET", location.href);
  asking.responseType = "document"; // parsed apart from the page: trusted types allow no innerHTML
  asking.onload = ({ target: { status, response } }) => {
    const fresh = status === 200 && response.getElementById("files");
    if (fresh) document.getElementById("files").replaceWith(fresh);
    wait();
  };
  asking.send();
}

function wait() {
  if (document.querySelector("[data-writing]")) setTimeout(ask, WAIT);
}

wait();
