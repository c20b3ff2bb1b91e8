// What pages do better with a script; without one all of them work, live updates excepted.
"use strict";

const words = document.body.dataset;

// A button that was pressed says so; after ten seconds the page says that the network is slow.
function busy(button) {
  if (!button || !button.dataset.busy) return;
  button.dataset.label = button.textContent;
  button.textContent = button.dataset.busy;
  button.setAttribute("aria-busy", "true");
  button.slow = setTimeout(() => tell(button.form, words.slow), 10000);
}

function idle(form) {
  for (const button of form.querySelectorAll("[aria-busy]")) {
    clearTimeout(button.slow);
    button.textContent = button.dataset.label;
    button.removeAttribute("aria-busy");
  }
}

// A message right at the form's buttons, said aloud by screen readers.
function tell(form, text, again) {
  let said = form.querySelector(".told");
  if (!said) {
    said = form.appendChild(document.createElement("p"));
    said.className = "told";
    said.setAttribute("role", "alert");
  }
  said.textContent = text;
  if (again) {
    const button = said.appendChild(document.createElement("button"));
    button.className = "btn btn-outline-primary";
    button.textContent = again;
  }
}

function quiet(form) {
  const said = form.querySelector(".told");
  if (said) said.remove();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.querySelector("[aria-busy]")) {
    event.preventDefault(); // sent already; a second time would count once anyway
    event.stopImmediatePropagation();
    return;
  }
  quiet(form);
  busy(event.submitter);
}, true);

for (const lost of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(lost, (event) => {
    const form = event.target.closest("form");
    if (!form) return;
    idle(form);
    tell(form, words.offline, words.again);
  });
}

window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(idle));

// A form may go over several pages, and comes back with what to mend: none of these has been saved. Back shows the one
// before as it was left, Forward the next; they are kept in this page's memory alone, and forgotten once one is saved.
let left = [];
let shown = (history.state && history.state.page) || 0;

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, shouldSwap, pathInfo } = event.detail;
  if (!shouldSwap || xhr.getResponseHeader("HX-Push-Url") !== "false") return;
  history.replaceState({ page: shown }, "");
  const main = leave();
  main.remove();
  main.querySelectorAll("[data-sealed]").forEach((field) => { field.value = ""; }); // it is not shown again
  if (xhr.status === 401) left = []; // whoever logs in now may be somebody else; the log-in page carries it, sealed
  shown += 1;
  left.length = shown;
  history.pushState({ page: shown }, "", pathInfo.finalRequestPath);
});

document.addEventListener("htmx:pushedIntoHistory", () => {
  left = [];
  shown += 1;
});

function leave() {
  const main = document.querySelector("main");
  main.querySelectorAll("form").forEach(idle);
  left[shown] = main.querySelector("[data-once]") ? undefined : { main, title: document.title };
  return main;
}

window.addEventListener("popstate", (event) => {
  if (!event.state || event.state.page === undefined) return;
  const page = left[event.state.page];
  if (!page) {
    location.reload();
    return;
  }
  leave().replaceWith(page.main);
  document.title = page.title;
  shown = event.state.page;
  listen();
  page.main.focus();
});

// A password may be looked at.
function shows(field) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-link shows";
  button.textContent = field.dataset.shows;
  button.setAttribute("aria-controls", field.id);
  button.addEventListener("click", () => {
    const hidden = field.type === "password";
    field.type = hidden ? "text" : "password";
    button.textContent = hidden ? field.dataset.hides : field.dataset.shows;
  });
  field.insertAdjacentElement("afterend", button);
}

// What cannot be fetched leaves a live part as it is, and says how old that is.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target } = event.detail;
  if (xhr.status < 400 || !target.matches("[data-live]")) return;
  event.detail.shouldSwap = false;
  cut(target, true);
});

function cut(part, away) {
  part.querySelectorAll("[data-cut]").forEach((said) => { said.hidden = !away; });
}

// A live part is fetched again when the gateway hints that something it shows has changed. A page in the background
// does not listen: a browser has six connections to a site, and each listener takes one. It catches up when it is back.
const listening = new Map();

function listens(part) {
  const seen = part.dataset.seen ? `&seen=${part.dataset.seen}` : "";
  const source = new EventSource(part.dataset.live + seen);
  let waiting;
  listening.set(part, source);
  const remember = (event) => { part.dataset.seen = event.lastEventId; };
  for (const name of ["known", "changed"]) source.addEventListener(name, remember);
  source.addEventListener("changed", () => {
    if (part.dataset.stale) document.getElementById(part.dataset.stale).hidden = false;
    else htmx.trigger(part, "changed");
  });
  source.addEventListener("open", () => {
    clearTimeout(waiting);
    waiting = undefined;
    cut(part, false);
  });
  source.addEventListener("error", () => {
    waiting = waiting || setTimeout(cut, 5000, part, true);
  });
}

function listen() {
  for (const [part, source] of listening) {
    if (document.hidden || !document.contains(part)) {
      source.close();
      listening.delete(part);
    }
  }
  if (document.hidden) return;
  for (const part of document.querySelectorAll("[data-live]")) if (!listening.has(part)) listens(part);
}

document.addEventListener("visibilitychange", listen);

function begin() {
  document.querySelectorAll("[data-prints]").forEach((button) => {
    button.hidden = false;
    button.onclick = () => window.print();
  });
  document.querySelectorAll("input[data-shows]:not([data-ready])").forEach((field) => {
    field.dataset.ready = "yes";
    shows(field);
  });
  listen();
  const first = document.querySelector("main [autofocus]");
  if (first) first.focus();
}

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target === document.body) begin();
});
begin();
