// The language of the page. All that people read stands in English where it is used, in a mark:
//
//   say("{n} of {all} pairs", { n, all })             told at once, in the language of the page
//   nsay("{n} pair", "{n} pairs", n)                  in the singular or the plural
//   psay("verb", "Run")                               where the same English means two things: which of them
//   sayOf("by {who}", { who: element })               as children of an element, of which some stand in gaps
//   mark("late start"), pmark("verb", "Run")          in a table; told where it is shown: say(CAUSES[cause])
//   <h2 data-t>The file</h2>, <a data-t="verb">       the text of an element (and its context)
//   <nav aria-label="Views" data-label>               its label
//
// A mark holds strings in double quotes and nothing joined; numbers are given as numbers and written as the language
// does. `python docs/catalogue.py` finds the marks (paris44/views/web/messages.py) and says what has no French: it is
// written into paris44.po, as that of Python's messages. Each page carries the French of its own messages alone.
const $ = (id) => document.getElementById(id);
const FRENCH = JSON.parse($("french").textContent);
const LANGUAGES = ["fr", "en"];
let language = (navigator.language || "en").toLowerCase().startsWith("fr") ? "fr" : "en";

const mark = (message) => message;
const pmark = (context, message) => `${context}\u0004${message}`;
/** The template of a message in the language of the page; its English is what stands behind its context. */
const template = (message) => (language === "fr" && FRENCH[message]) || message.slice(message.indexOf("\u0004") + 1);
const part = (value) => (typeof value === "number" ? grouped(value) : value ?? "");
const filled = (text, parts) => text.replace(/\{(\w+)\}/g, (_, name) => part(parts[name]));
const say = (message, parts = {}) => filled(template(message), parts);
const psay = (context, message, parts = {}) => say(pmark(context, message), parts);
function nsay(one, many, n, parts = {}) {
  const forms = language === "fr" && FRENCH[`${one}\u0000${many}`];
  return filled(forms ? forms[n > 1 ? 1 : 0] : n === 1 ? one : many, { n, ...parts });
}
const sayOf = (message, parts) => template(message).split(/(\{\w+\})/).map((bit) => (/^\{\w+\}$/.test(bit) ? part(parts[bit.slice(1, -1)]) : bit));

/** Of a text as Python gives it, [English, French], that of the page. */
const pick = (pair) => pair[language === "fr" ? 1 : 0];
/** A message as Python gives a text. */
const both = (message) => [message, FRENCH[message]];

const grouped = (n, digits = Number.isInteger(n) ? 0 : 1) => {
  const text = n.toFixed(digits).replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ",");
  return language === "fr" ? text.replaceAll(",", "\u202f").replace(".", ",") : text;
};
/** To the next whole number, a half to the even one: as the program rounds, so that one figure is one everywhere. */
const nearest = (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x));
const percent = (share) => say("{n} %", { n: nearest(share * 100) });

/** Tell what the template says, and which language is on. */
function tellTemplate() {
  document.documentElement.lang = language;
  for (const e of document.querySelectorAll("[data-t]")) {
    e.message ||= e.dataset.t ? pmark(e.dataset.t, e.textContent) : e.textContent;
    e.textContent = say(e.message);
  }
  for (const e of document.querySelectorAll("[data-label]")) {
    e.dataset.label ||= e.getAttribute("aria-label");
    e.setAttribute("aria-label", say(e.dataset.label));
  }
  for (const code of LANGUAGES) $("lang-" + code).setAttribute("aria-pressed", String(language === code));
}
/** The buttons of the languages; ``fill`` tells the page anew. */
function bindLanguages(fill) {
  for (const code of LANGUAGES) $("lang-" + code).addEventListener("click", () => { language = code; fill(); });
}
