// Finds what a person would point at: the visible, enabled thing with a role and a name.
// Arguments: role, name (exact, or a prefix when it ends in "…").
const [role, name] = arguments;

const implicit = {
  A: (e) => (e.hasAttribute("href") ? "link" : ""),
  BUTTON: () => "button",
  H1: () => "heading",
  H2: () => "heading",
  H3: () => "heading",
  TEXTAREA: () => "textbox",
  SELECT: () => "combobox",
  NAV: () => "navigation",
  MAIN: () => "main",
  TABLE: () => "table",
  TR: () => "row",
  INPUT: (e) =>
    ({ checkbox: "checkbox", radio: "radio", search: "searchbox", button: "button", submit: "button" })[e.type] ??
    (e.type === "hidden" ? "" : "textbox"),
};
const roleOf = (e) => e.getAttribute("role") || (implicit[e.tagName]?.(e) ?? "");
const text = (e) => (e?.textContent ?? "").replace(/\s+/g, " ").trim();
const nameOf = (e) => {
  const by = e.getAttribute("aria-labelledby");
  if (by) return by.split(/\s+/).map((id) => text(document.getElementById(id))).join(" ").trim();
  const label = e.getAttribute("aria-label");
  if (label) return label.trim();
  if (e.labels?.length) return [...e.labels].map(text).join(" ").replace(/\s*\*$/, "");
  if (["INPUT", "TEXTAREA", "SELECT"].includes(e.tagName)) return (e.placeholder || e.title || "").trim();
  return text(e) || e.title || "";
};
const fits = (found) =>
  name.endsWith("…") ? found.startsWith(name.slice(0, -1)) : found === name || found === `${name} *`;
const visible = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== "hidden";
const roles = role.split("|");
const all = [...document.querySelectorAll("a,button,input,textarea,select,h1,h2,h3,nav,main,table,tr,[role]")];
return (
  all.find(
    (e) => roles.includes(roleOf(e)) && visible(e) && !e.disabled && fits(nameOf(e)),
  ) ?? null
);
