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

/** A known term leads to the glossary. With scripts it is a button that opens its meaning where it stands. */
function explain(link) {
  const button = document.createElement("button");
  const note = document.createElement("span");
  const meaning = document.createElement("span");
  const more = document.createElement("a");
  button.type = "button";
  button.className = link.className;
  button.append(...link.childNodes);
  button.setAttribute("aria-label", link.getAttribute("aria-label"));
  note.id = `meaning-${link.hash.slice(1)}`;
  note.className = "term-note";
  note.hidden = true;
  meaning.textContent = link.dataset.meaning;
  more.href = link.href;
  more.textContent = "More words explained";
  note.append(meaning, " ", more);
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", note.id);

  const show = (isShown) => {
    note.hidden = !isShown;
    button.setAttribute("aria-expanded", String(isShown));
  };
  button.addEventListener("click", () => show(note.hidden));
  for (const part of [button, note]) {
    part.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || note.hidden) return;
      show(false);
      button.focus();
    });
  }
  link.replaceWith(button, note);
}

for (const link of document.querySelectorAll("a.term-link[data-meaning]")) explain(link);
