// Elements of the page, and texts in them.
const make = (tag, attributes = {}, ...children) => {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") e.className = value; else if (name === "style") e.style.cssText = value; else if (name.startsWith("on")) e.addEventListener(name.slice(2), value); else e.setAttribute(name, value);
  }
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined && child !== "") e.append(child);
  return e;
};
/** A text of the scenario as an element's child, marked as English where it has no translation. */
const tell = (text) => (foreign(text) ? make("span", { lang: "en" }, text) : told(text));
