/** Leave quickly: cover the page at once, then replace this address in the history. */

const TARGET = "https://www.bbc.co.uk/weather";
const PRESSES = 3;
const WITHIN_MS = 5000;

let presses = [];
let isAlone = false;

function leave(event) {
  event?.preventDefault();
  document.title = "…";
  const cover = document.createElement("div");
  cover.className = "exit-cover";
  document.body.replaceChildren(cover);
  location.replace(TARGET);
}

function showCount(count) {
  let box = document.querySelector(".exit-dots");
  if (!box) {
    box = document.createElement("p");
    box.className = "exit-dots";
    box.setAttribute("role", "status");
    document.body.append(box);
  }
  box.hidden = count === 0;
  box.textContent = count ? `Shift, ${PRESSES - count} more to leave` : "";
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-exit]")) leave(event);
});
for (const hint of document.querySelectorAll("[data-exit-hint]")) hint.hidden = !matchMedia("(pointer: fine)").matches;

// A press counts when Shift goes down and up alone, so that typing a capital letter does not.
addEventListener("keydown", (event) => {
  if (event.key === "Shift") isAlone = !event.repeat || isAlone;
  else isAlone = false;
});

addEventListener("keyup", (event) => {
  if (event.key !== "Shift" || !isAlone) return;
  const now = Date.now();
  presses = [...presses.filter((time) => now - time < WITHIN_MS), now];
  if (presses.length >= PRESSES) leave();
  else showCount(presses.length);
  setTimeout(() => showCount(presses.filter((time) => Date.now() - time < WITHIN_MS).length), WITHIN_MS);
});

// A page kept for "back" is never shown again once somebody has left it.
addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector(".exit-cover")) location.replace(TARGET);
});
