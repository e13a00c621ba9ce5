/**
 * Results without a reload, and a "back" that works.
 *
 * The search is posted, so a browser would ask to send it again on the way back. Instead the words stay in this tab's
 * own history entry, where the browser keeps a posted form anyway; nothing is stored and no address holds them.
 */

const ADDRESS = "/find/";
const announcer = document.createElement("p");
announcer.className = "visually-hidden";
announcer.setAttribute("role", "status");
document.querySelector("main").after(announcer);

let running;

const theForm = () => document.querySelector("[data-find]");

/** What the form says, with the button that was pressed, as text fields only. */
function read(form, submitter) {
  const fields = new URLSearchParams(new FormData(form));
  if (submitter?.name) {
    if (submitter.name === "q") fields.delete("q");
    fields.append(submitter.name, submitter.value);
  }
  return fields;
}

function keep(fields) {
  history.replaceState({ find: fields.toString() }, "", ADDRESS);
}

function openNames() {
  return new Set([...document.querySelectorAll("main details[open] > summary")].map((summary) => summary.textContent));
}

/** What stands in the fields that people type in. */
function typed() {
  const fields = theForm()?.querySelectorAll("input:not([type=hidden], [type=checkbox], [type=radio])") ?? [];
  return new Map([...fields].map((field) => [field.name, field.value]));
}

/** Put back what somebody typed while the answer was on its way, and the caret; says whether there was any. */
function typeOn(before, now, caret) {
  const changed = [...now].filter(([name, value]) => before.get(name) !== value);
  for (const [name, value] of changed) {
    const field = theForm()?.querySelector(`input[name="${name}"]`);
    if (!field) continue;
    field.value = value;
    if (caret.name !== name) continue;
    field.focus({ preventScroll: true });
    if (caret.at !== null) field.setSelectionRange(caret.at, caret.at);
  }
  return changed.length > 0;
}

/** Put another answer in place of this one; the way out of the page comes along when the answer asks for it. */
function swap(page) {
  const open = openNames();
  document.title = page.title;
  document.querySelector("main").replaceChildren(...page.querySelector("main").childNodes);
  for (const summary of document.querySelectorAll(".filters summary")) {
    if (open.has(summary.textContent)) summary.parentElement.open = true;
  }
  const exit = page.querySelector(".exit-bar");
  if (exit && !document.querySelector(".exit-bar")) {
    document.querySelector(".skips").replaceWith(page.querySelector(".skips"));
    document.querySelector(".site-header").after(exit);
    const script = document.createElement("script");
    script.type = "module";
    script.src = page.querySelector("script[src*='exit']").getAttribute("src");
    document.head.append(script);
  }
}

/** Ask, and show the answer; says whether somebody types on. */
async function ask(fields) {
  running?.abort();
  running = new AbortController();
  const form = theForm();
  form?.classList.add("is-loading");
  form?.setAttribute("aria-busy", "true");
  const before = typed();
  const answer = await fetch(ADDRESS, { method: "POST", body: fields, signal: running.signal });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [now, active] = [typed(), document.activeElement];
  const caret = { name: active?.name, at: active?.type === "number" ? null : (active?.selectionStart ?? null) };
  swap(page);
  // What was taken off or put right stands in the new form; its page number stands only in what was asked.
  const current = theForm();
  if (current) {
    const kept = read(current);
    if (fields.has("page")) kept.set("page", fields.get("page"));
    keep(kept);
  }
  return typeOn(before, now, caret);
}

function moveTo(element) {
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: "start" });
}

document.addEventListener("submit", async (event) => {
  if (!event.target.matches("[data-find]")) return;
  event.preventDefault();
  const fields = read(event.target, event.submitter);
  let isTyping = false;
  try {
    isTyping = await ask(fields);
  } catch (error) {
    if (error.name === "AbortError") return;
    HTMLFormElement.prototype.submit.call(event.target); // no network, perhaps: let the browser say so
    return;
  }
  const problem = document.querySelector(".error-summary");
  const urgent = document.querySelector(".urgent-panel");
  if (urgent) urgent.tabIndex = -1;
  if (!isTyping) moveTo(problem ?? urgent ?? document.querySelector("#results"));
  announcer.textContent = problem ? "" : (document.querySelector(".results-count")?.textContent ?? "");
});

addEventListener("pagehide", () => {
  if (history.state?.find) history.replaceState({ ...history.state, y: scrollY }, "");
});

const before = history.state;
if (before?.find !== undefined && !document.querySelector("[data-posted]")) {
  ask(new URLSearchParams(before.find))
    .then(() => scrollTo(0, before.y ?? 0))
    .catch(() => {});
} else if (theForm() && (document.querySelector("[data-posted]") || location.search)) {
  keep(read(theForm()));
}
