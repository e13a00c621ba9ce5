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

/**
 * A known term leads to the glossary. With scripts it opens its meaning where it stands.
 * It stays a link that acts as a button: a button does not break between two lines of a text.
 */
function explain(link) {
  const note = document.createElement("span");
  const more = document.createElement("a");
  note.id = `meaning-${link.hash.slice(1)}`;
  note.className = "term-note";
  note.hidden = true;
  more.href = link.href;
  more.textContent = "More words explained";
  note.append(link.dataset.meaning, " ", more);
  link.after(note);
  link.setAttribute("role", "button");
  link.setAttribute("aria-controls", note.id);
  link.setAttribute("aria-expanded", "false");

  const show = (isShown) => {
    note.hidden = !isShown;
    link.setAttribute("aria-expanded", String(isShown));
  };
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(note.hidden);
  });
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    show(note.hidden);
  });
  for (const part of [link, note]) {
    part.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || note.hidden) return;
      show(false);
      link.focus();
    });
  }
}

for (const link of document.querySelectorAll(".term-link")) explain(link);
