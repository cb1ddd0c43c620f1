// A check of the rendered page: names, roles, labels, contrast, headings, targets. Returns faults in words.
() => {
  const faults = [];
  const shown = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && e.getClientRects().length > 0;
  const words = (e) => `<${e.tagName.toLowerCase()}${e.id ? " #" + e.id : ""}> ${(e.textContent || "").trim().slice(0, 40)}`;
  const name = (e) => {
    const by = e.getAttribute("aria-labelledby");
    if (by) return by.split(/\s+/).map((id) => document.getElementById(id)?.textContent || "").join(" ").trim();
    if (e.getAttribute("aria-label")) return e.getAttribute("aria-label").trim();
    if (e.labels && e.labels.length) return [...e.labels].map((l) => l.textContent).join(" ").trim();
    return (e.textContent || e.getAttribute("title") || "").trim();
  };
  for (const e of document.querySelectorAll("button, a[href], input, select, summary, [role=img], [tabindex='0']")) if (shown(e) && !name(e)) faults.push("no name: " + words(e));
  for (const e of document.querySelectorAll("[role=group], section, aside")) if (shown(e) && !name(e)) faults.push("landmark without a name: " + words(e));
  if (document.querySelectorAll("main").length !== 1) faults.push("not one main");
  for (const tag of ["header", "footer"]) if (!document.querySelector("body > " + tag)) faults.push("no " + tag);
  if (!document.documentElement.lang) faults.push("no language");
  if (!document.title) faults.push("no title");
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push("id twice: " + id);
  for (const e of document.querySelectorAll("[aria-labelledby]")) for (const id of e.getAttribute("aria-labelledby").split(/\s+/)) if (!document.getElementById(id)) faults.push("names a missing id: " + words(e));
  let level = 0;
  for (const e of document.querySelectorAll("h1, h2, h3, h4")) {
    if (!shown(e)) continue;
    const next = +e.tagName[1];
    if (next > level + 1) faults.push("heading skips a level: " + words(e));
    level = next;
  }
  for (const e of document.querySelectorAll("button, select, input, summary")) {
    if (!shown(e)) continue;
    const box = e.getBoundingClientRect();
    if (box.width < 24 && !e.closest("label") || box.height < 24 && !e.closest("label")) faults.push(`target under 24 px (${Math.round(box.width)} x ${Math.round(box.height)}): ` + words(e));
  }
  for (const table of document.querySelectorAll("table")) if (!table.querySelector("th[scope]")) faults.push("table without header cells: " + words(table));
  for (const list of document.querySelectorAll("ul, ol")) for (const child of list.children) if (child.tagName !== "LI") faults.push("list with another child: " + words(child));
  // contrast of text against the nearest opaque background
  const rgb = (text) => {
    const m = text.replace("color(srgb", "").match(/[\d.]+/g);
    if (!m) return null;
    const scale = text.startsWith("color(srgb") ? 255 : 1;
    return m.map((v, k) => (k < 3 ? v * scale : +v));
  };
  const light = ([r, g, b]) => { const f = (v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }; return .2126 * f(r) + .7152 * f(g) + .0722 * f(b); };
  const ground = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c && (c.length < 4 || c[3] > .8)) return c; } return [255, 255, 255]; };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), seen = new Set();
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || seen.has(e) || /SCRIPT|STYLE|NOSCRIPT|OPTION|text/.test(e.tagName) || !shown(e)) continue;
    seen.add(e);
    const style = getComputedStyle(e), ink = rgb(style.color);
    if (!ink || style.clipPath !== "none") continue;
    const [a, b] = [light(ink), light(ground(e))].sort((x, y) => y - x), ratio = (a + .05) / (b + .05);
    const big = parseFloat(style.fontSize) >= 24 || parseFloat(style.fontSize) >= 18.6 && +style.fontWeight >= 700;
    if (ratio < (big ? 3 : 4.5)) faults.push(`contrast ${ratio.toFixed(2)}: ` + words(e));
    if (parseFloat(style.fontSize) < 12) faults.push(`text under 12 px: ` + words(e));
  }
  return [...new Set(faults)];
}
