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
