/**
 * "Will they take this referral?": the answer is looked up in a table that came with the page.
 *
 * Nothing that is typed is sent, stored or put in an address, and no rule stands here: search/referral_table.py asks
 * the same rules as the search for every answer that can be given.
 */

const SAID = ["", "yes", "no"];

/** The row at a place among runs of equal rows: [[how often, row], …]. */
function rowAt(runs, place) {
  let left = place;
  for (const [times, row] of runs) {
    if (left < times) return row;
    left -= times;
  }
  return undefined;
}

const isNumber = (text) => /^\d{1,9}$/.test(text);

/** {years, months} since birth, each null when nothing was typed; or {problem: [field, message]}. */
export function readAge(table, typed) {
  const [age, month, year] = [typed.age, typed.month, typed.year].map((text) => (text ?? "").trim());
  const { problems } = table;
  let months = null;
  if (month || year) {
    if (!month) return { problem: ["month", problems["no-month"]] };
    if (!year) return { problem: ["year", problems["no-year"]] };
    if (!isNumber(month) || month < 1 || month > 12) return { problem: ["month", problems.month] };
    const isYear = /^\d{4}$/.test(year) && table.year - table.oldest <= year && year <= table.year;
    if (!isYear) return { problem: ["year", problems.year] };
    months = (table.year - year) * 12 + table.month - month;
    if (months < 0) return { problem: ["month", problems.later] };
  }
  if (!age) return { years: null, months };
  if (!isNumber(age) || Number(age) > table.oldest) return { problem: ["age", problems.age] };
  const years = Number(age);
  if (months !== null) {
    const oldest = Math.floor(months / 12);
    const youngest = rowAt(table.age.births, months).length > 1 ? oldest - 1 : oldest;
    if (years < youngest || years > oldest) return { problem: ["age", problems.together] };
  }
  return { years, months };
}

/** The number of the reason for an age; where the birthday may or may not have been, a typed age says which. */
function reasonFor(byAge, { years, months }) {
  if (!byAge.years) return byAge.none;
  if (months === null) return years === null ? byAge.none : rowAt(byAge.years, years)[0];
  const [unsure, younger, older] = rowAt(byAge.births, months);
  if (years === null || younger === undefined) return unsure;
  return years < Math.floor(months / 12) ? younger : older;
}

/** {headline, reasons} for what was typed, or {problem: [field, message]}. */
export function judge(table, typed) {
  const age = readAge(table, typed);
  if (age.problem) return { problem: age.problem };
  const route = typed.route ?? "";
  const agree = SAID.indexOf(typed.youngPerson ?? "") * SAID.length + SAID.indexOf(typed.parent ?? "");
  const found = [
    reasonFor(table.age, age),
    table.area[typed.area ?? ""],
    table.need[typed.need ?? ""],
    reasonFor(table.route[route], age),
    table.consent[route][agree],
    ...table.lines[route].map((line) => table.said[line][SAID.indexOf(typed.said?.[line] ?? "")]),
  ].map((number) => table.reasons[number]);
  return { reasons: found, headline: table.standings[Math.min(...found.map(({ standing }) => standing))] };
}

/** Wire the section of the page up. */
function start(section) {
  const table = JSON.parse(section.querySelector("#referral-table").textContent);
  const find = (name) => section.querySelector(`[data-${name}]`);
  const [form, status, answer] = [find("referral-form"), find("referral-status"), find("referral-answer")];
  const fields = new Map([...form.querySelectorAll("[data-field]")].map((box) => [box.dataset.field, box]));
  const lines = [...form.querySelectorAll("[data-said]")];
  const controlIn = (box) => box.querySelector("input, select");
  let hasAnswered = false;

  function read() {
    const typed = Object.fromEntries([...fields].map(([name, box]) => [name, controlIn(box).value]));
    const said = lines.map((box) => {
      const control = controlIn(box);
      return [box.dataset.said, control.type !== "checkbox" || control.checked ? control.value : ""];
    });
    return { ...typed, said: Object.fromEntries(said) };
  }

  function showProblem(problem) {
    for (const box of form.querySelectorAll(".has-error")) {
      box.classList.remove("has-error");
      box.querySelector(".field-error").remove();
      controlIn(box).removeAttribute("aria-invalid");
      controlIn(box).removeAttribute("aria-describedby");
    }
    if (!problem) return;
    const [name, message] = problem;
    const box = fields.get(name);
    const words = document.createElement("p");
    words.className = "field-error";
    words.id = "referral-error";
    words.textContent = message;
    box.classList.add("has-error");
    box.querySelector("label").after(words);
    controlIn(box).setAttribute("aria-invalid", "true");
    controlIn(box).setAttribute("aria-describedby", words.id);
  }

  function rowOf(template, { text, instead, link }) {
    const row = template.content.cloneNode(true);
    row.querySelector("[data-text]").textContent = text;
    row.querySelector("[data-instead]").hidden = !instead;
    row.querySelector("[data-words]").textContent = instead ?? "";
    const anchor = row.querySelector("[data-link]");
    anchor.hidden = !link;
    if (link) [anchor.href, anchor.textContent] = [link.url, link.title];
    return row;
  }

  /** Fill one group of the answer; says how many it has. */
  function showGroup(name, reasons) {
    const group = answer.querySelector(`[data-group="${name}"]`);
    const template = group.querySelector("template");
    group.querySelector("ul").replaceChildren(...reasons.map((reason) => rowOf(template, reason)));
    group.hidden = reasons.length === 0;
    return reasons.length ? `${reasons.length} ${group.dataset.count}` : "";
  }

  function showRoutes(route) {
    const boxes = [...section.querySelectorAll("[data-routes]")];
    const fits = (box) => !route || box.dataset.routes.split(" ").includes(route);
    const hasOne = boxes.some(fits);
    for (const box of boxes) box.hidden = hasOne && !fits(box);
    find("no-route").hidden = hasOne || boxes.length === 0;
    for (const box of lines) box.hidden = !table.lines[route].includes(Number(box.dataset.said));
  }

  /** What was chosen, in the words of the form, for the paper. */
  function typedInWords() {
    const words = [...fields.values()].map((box) => {
      const control = controlIn(box);
      if (!control.value) return "";
      return `${box.querySelector("label").textContent.trim()}: ${control.selectedOptions?.[0].textContent ?? control.value}`;
    });
    return words.filter(Boolean).join(" · ");
  }

  function check({ isAsked }) {
    const typed = read();
    showRoutes(typed.route);
    if (!isAsked && !hasAnswered) return;
    const found = judge(table, typed);
    showProblem(found.problem);
    hasAnswered = !found.problem;
    answer.hidden = !hasAnswered;
    section.toggleAttribute("data-answered", hasAnswered);
    if (found.problem) {
      status.textContent = isAsked ? "" : found.problem[1];
      if (isAsked) controlIn(fields.get(found.problem[0])).focus();
      return;
    }
    const of = (verdict) => found.reasons.filter((reason) => reason.verdict === verdict);
    const counts = [
      showGroup("outside", of("outside").map(({ text }) => ({ text }))),
      showGroup("check", of("check")),
      showGroup("meets", of("meets").map(({ text }) => ({ text }))),
    ];
    const ways = of("outside").filter(({ instead, link }) => instead || link);
    showGroup("instead", ways.map(({ instead, link }) => ({ text: instead, link })));
    find("headline").textContent = found.headline;
    find("typed").textContent = typedInWords();
    status.textContent = `${found.headline} ${counts.filter(Boolean).join(", ")}.`;
  }

  function clear() {
    for (const box of [...fields.values(), ...lines]) {
      const control = controlIn(box);
      if (control.type === "checkbox") control.checked = false;
      else control.value = "";
    }
    showProblem(null);
    showRoutes("");
    hasAnswered = false;
    answer.hidden = true;
    section.removeAttribute("data-answered");
    status.textContent = "";
    for (const list of answer.querySelectorAll("ul")) list.replaceChildren();
    for (const name of ["headline", "typed"]) find(name).textContent = "";
  }

  form.addEventListener("change", () => check({ isAsked: false }));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input[type=text]")) check({ isAsked: true });
  });
  find("referral-check").addEventListener("click", () => check({ isAsked: true }));
  find("referral-clear").addEventListener("click", () => {
    clear();
    controlIn(fields.get("age")).focus();
  });
  find("referral-print").addEventListener("click", () => {
    section.toggleAttribute("data-printing", true);
    print();
  });
  addEventListener("afterprint", () => section.removeAttribute("data-printing"));
  addEventListener("pagehide", clear); // nobody who comes back to this page finds somebody else's answers

  function open() {
    if (location.hash === "#referral") section.closest("details").open = true;
  }
  addEventListener("hashchange", open);
  open();
  clear(); // a browser may have put back what was typed before a reload
  form.hidden = false;
  section.toggleAttribute("data-live", true);
}

const section = globalThis.document?.querySelector("[data-referral]");
if (section) start(section);
