// Live updates of the board and of a person, with a pause control (WCAG 2.2.2). Without scripts the pages stand as they are.
import { initAll } from "/static/vendor/nhsuk-frontend/nhsuk-frontend.min.js";

initAll();

const control = document.getElementById("live-control");
const slot = document.getElementById("live-slot");

if (control && slot && window.htmx) {
  const button = document.getElementById("live-button");
  const keep = control.dataset.keep;
  let connection = null;
  let waits = false;

  const address = () => {
    const shown = document.getElementById(control.dataset.shown);
    const link = new URL(control.dataset.live, location.href);
    link.searchParams.set("seen", shown ? shown.dataset.digest : "");
    return link.pathname + link.search;
  };

  const start = () => {
    const stream = document.createElement("div");
    stream.id = "live";
    stream.setAttribute("hx-sse:connect", address());
    stream.setAttribute("hx-target", control.dataset.target);
    stream.setAttribute("hx-swap", "innerMorph");
    slot.append(stream);
    window.htmx.process(stream);
  };

  const stop = () => {
    document.getElementById("live")?.remove();
    connection?.reader?.cancel();
    connection?.abortController?.abort();
    connection = null;
  };

  document.addEventListener("htmx:sse:after:connection", (event) => {
    connection = event.detail.connection;
  });

  // Somebody who reads an explanation keeps it: what changed meanwhile comes when the last one is closed.
  if (keep) {
    document.addEventListener("htmx:sse:before:message", (event) => {
      if (!document.querySelector(keep)) return;
      event.preventDefault();
      waits = true;
    });
    document.addEventListener(
      "toggle",
      () => {
        if (!waits || document.querySelector(keep) || !document.getElementById("live")) return;
        waits = false;
        stop();
        start();
      },
      true,
    );
  }

  button.addEventListener("click", () => {
    const pause = button.getAttribute("aria-pressed") === "false";
    button.setAttribute("aria-pressed", String(pause));
    if (pause) stop();
    else start();
    control.classList.toggle("is-paused", pause);
  });

  control.hidden = false;
  start();
}
