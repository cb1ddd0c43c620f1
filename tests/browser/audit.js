// What axe-core does not judge, or cannot: parts of the page, ids, tables, small type, contrast over the map. Faults in words.
() => {
  const faults = [];
  const shown = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && e.getClientRects().length > 0;
  const words = (e) => `<${e.tagName.toLowerCase()}${e.id ? " #" + e.id : ""}> ${(e.textContent || "").trim().slice(0, 40)}`;
  const named = (e) => e.getAttribute("aria-label") || e.getAttribute("aria-labelledby");
  for (const e of document.querySelectorAll("[role=group], section")) if (shown(e) && !named(e)) faults.push("landmark without a name: " + words(e));
  for (const tag of ["header", "footer"]) if (!document.querySelector("body > " + tag)) faults.push("no " + tag);
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push("id twice: " + id);
  for (const table of document.querySelectorAll("table")) if (!table.querySelector("th[scope]")) faults.push("table without header cells: " + words(table));
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
