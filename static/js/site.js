/** Small helps on top of pages that work without them. */

for (const box of document.querySelectorAll("[data-page-actions]")) {
  box.hidden = false;
  box.querySelector("[data-print]")?.addEventListener("click", () => print());
  const share = box.querySelector("[data-share]");
  if (share && navigator.share) {
    share.hidden = false;
    const title = document.querySelector("h1").textContent;
    share.addEventListener("click", () => navigator.share({ title, url: location.href }).catch(() => {}));
  }
}

const menu = document.querySelector(".menu");
menu?.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

/** Suggestions are fetched when somebody goes to the search field, and not before. */
async function suggest(field) {
  if (!field?.matches("[data-suggest]")) return;
  const { suggestFor } = await import(field.dataset.suggest).catch(() => ({}));
  suggestFor?.(field);
}

document.addEventListener("focusin", (event) => suggest(event.target));
suggest(document.activeElement);
