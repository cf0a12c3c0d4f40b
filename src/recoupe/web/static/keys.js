// Keys for what can be done without them: rows are [data-row], their main link is [data-open].
"use strict";
(function () {
  const rows = () => [...document.querySelectorAll("[data-row]")];
  let at = -1;

  function focused() {
    const row = document.activeElement && document.activeElement.closest("[data-row]");
    return row ? rows().indexOf(row) : at;
  }

  function go(step) {
    const all = rows();
    if (!all.length) return;
    const from = focused();
    at = from < 0 ? (step > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, from + step));
    const row = all[at];
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  function follow(selector) {
    const row = rows()[focused()];
    const link = row && row.querySelector(selector);
    if (link) link.click();
  }

  function show(element) {
    if (element) { element.scrollIntoView({ block: "center" }); element.focus(); }
  }

  const keys = {
    j: () => go(1),
    k: () => go(-1),
    o: () => follow("[data-open]"),
    s: () => follow("blockquote a"),
    c: () => show(document.querySelector("[data-chain] > *")),
    u: () => { const up = document.querySelector("[data-key=up]"); if (up) up.click(); },
    "/": () => {
      const field = document.querySelector("[data-key=search]");
      if (field) { field.focus(); field.select(); } else { document.querySelector("[data-key=home]").click(); }
    },
    "?": () => document.getElementById("keys").showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    if (target.closest && target.closest("input, select, textarea, dialog[open]")) return;
    const act = keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });
})();
