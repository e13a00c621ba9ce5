/**
 * Suggestions under the search field: a combobox with one list of groups, as ARIA 1.2 describes it.
 *
 * What is typed is posted, so that no address holds it, and is kept nowhere. Whatever fails, the field stays a field.
 */

const ADDRESS = "/api/suggest/";
const PAUSE_MS = 150;
const PATIENCE_MS = 3000;
const SHORTEST = 2; // letters
const LEAST_ROOM = 320; // pixels: below that the page scrolls rather than the list
const attached = new WeakSet();

function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children); // texts stay texts, whatever they hold
  return element;
}

const words = (parts) => parts.map(({ text, is_marked }) => (is_marked ? make("mark", {}, text) : text));

export function suggestFor(input) {
  if (attached.has(input)) return;
  attached.add(input);

  const list = make("div", { id: "suggestions", class: "suggestions", role: "listbox", "aria-label": "Suggestions" });
  const status = make("p", { class: "visually-hidden", role: "status" });
  let options = []; // elements, each with its suggestion
  let active = -1; // -1: the field itself
  let running;
  let pause;

  list.hidden = true;
  input.after(list, status);
  for (const [key, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-controls", list.id],
    ["aria-expanded", "false"],
  ]) {
    input.setAttribute(key, value);
  }

  function moveTo(position) {
    options[active]?.element.setAttribute("aria-selected", "false");
    active = position;
    const element = options[active]?.element;
    element?.setAttribute("aria-selected", "true");
    element?.scrollIntoView({ block: "nearest" });
    if (element) input.setAttribute("aria-activedescendant", element.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function close() {
    clearTimeout(pause);
    running?.abort();
    moveTo(-1);
    options = [];
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    status.textContent = "";
  }

  function optionOf(suggestion) {
    const id = `suggestion-${options.length}`;
    const element = make("li", { id, role: "option", "aria-selected": "false" }, ...words(suggestion.parts));
    options.push({ element, suggestion });
    return element;
  }

  function groupOf({ key, label }, suggestions) {
    const heading = make("li", { id: `suggestions-${key}`, role: "presentation", class: "suggestions-heading" }, label);
    const own = suggestions.filter(({ group }) => group === key).map(optionOf);
    return make("ul", { role: "group", "aria-labelledby": heading.id }, heading, ...own);
  }

  function show({ suggestions, groups }) {
    moveTo(-1);
    options = [];
    list.replaceChildren(...groups.map((group) => groupOf(group, suggestions)));
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(options.length > 0));
    status.textContent = options.length === 1 ? "1 suggestion" : `${options.length || "No"} suggestions`;
    // It ends above a keyboard on the screen, if enough of it can be seen there.
    const room = (visualViewport?.height ?? innerHeight) - input.getBoundingClientRect().bottom - 16;
    list.style.maxHeight = `${Math.max(room, LEAST_ROOM)}px`;
  }

  async function ask() {
    clearTimeout(pause);
    running?.abort();
    const text = input.value.trim();
    if (text.length < SHORTEST) return close();
    const mine = new AbortController();
    const late = setTimeout(() => mine.abort(), PATIENCE_MS);
    running = mine;
    try {
      const body = new URLSearchParams({ q: text });
      const answer = await fetch(ADDRESS, { method: "POST", body, credentials: "omit", signal: mine.signal });
      const found = answer.ok ? await answer.json() : { suggestions: [], groups: [] };
      if (mine === running && !mine.signal.aborted) show(found);
    } catch {
      if (mine === running) close();
    } finally {
      clearTimeout(late);
    }
  }

  function choose({ suggestion }) {
    close();
    if (suggestion.kind !== "place") {
      location.assign(suggestion.url);
      return;
    }
    const { place, age } = input.form.elements;
    place.value = suggestion.text;
    input.value = suggestion.rest;
    (age.value ? input.form.querySelector("[type='submit']") : age).focus();
    status.textContent = `${suggestion.text} is now in Town or postcode`;
  }

  /** What a key does while the list is open; false leaves it to the browser. */
  const keys = {
    ArrowDown: () => moveTo(active + 1 < options.length ? active + 1 : -1),
    ArrowUp: () => moveTo(active < 0 ? options.length - 1 : active - 1),
    Home: () => (active < 0 ? false : moveTo(0)),
    End: () => (active < 0 ? false : moveTo(options.length - 1)),
    Enter: () => (active < 0 ? false : choose(options[active])),
    Escape: close,
  };

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (list.hidden && event.key === "ArrowDown") ask();
    else if (list.hidden || !keys[event.key] || keys[event.key]() === false) return;
    event.preventDefault();
  });
  input.addEventListener("input", (event) => {
    clearTimeout(pause);
    if (!event.isComposing) pause = setTimeout(ask, PAUSE_MS);
  });
  input.addEventListener("compositionend", ask);
  input.addEventListener("blur", close);
  input.form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const chosen = options.find(({ element }) => element.contains(event.target));
    if (chosen) choose(chosen);
  });
}
