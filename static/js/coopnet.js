// The little that pages do by themselves. Everything works without it, only less comfortably.
(function () {
  "use strict";
  var root = document.documentElement;
  var body = document.body;

  function remember(store, name, value) {
    try {
      if (value === undefined) return store().getItem(name);
      if (value === null) store().removeItem(name);
      else store().setItem(name, value);
    } catch (error) { /* storage may be closed or full; comfort is lost, nothing else */ }
    return null;
  }
  function lasting() { return window.localStorage; }
  function ofTab() { return window.sessionStorage; }
  function each(selector, act, within) { Array.prototype.forEach.call((within || document).querySelectorAll(selector), act); }

  // -- theme
  each("[data-theme-toggle]", function (button) {
    button.addEventListener("click", function () {
      var set = root.getAttribute("data-bs-theme");
      var dark = set ? set === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
      var next = dark ? "light" : "dark";
      root.setAttribute("data-bs-theme", next);
      remember(lasting, "coopnet.theme", next);
    });
  });

  // -- menus close by Escape and by a click elsewhere
  document.addEventListener("click", function (event) {
    each("details[data-menu][open]", function (menu) { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    each("details[data-menu][open]", function (menu) { menu.open = false; menu.querySelector("summary").focus(); });
  });

  // -- the summary of errors takes the focus; its links go into the fields
  var summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("[data-error-summary] a[href^='#']") : null;
    var field = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!field) return;
    event.preventDefault();
    if (!field.matches("input, select, textarea, button")) field = field.querySelector("input, select, textarea") || field;
    field.focus();
    field.scrollIntoView({ block: "center" });
  });

  // -- messages can be put away
  document.addEventListener("click", function (event) {
    var close = event.target.closest ? event.target.closest("[data-close]") : null;
    if (close) close.closest(".message").remove();
  });

  // -- a form is sent once; coming back by the back button frees it
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-many")) return;
    if (form.getAttribute("aria-busy") === "true") { event.preventDefault(); return; }
    form.setAttribute("aria-busy", "true");
    each("button[type=submit]", function (button) { button.setAttribute("aria-disabled", "true"); }, form);
  });
  window.addEventListener("pageshow", function () {
    each("form[aria-busy]", function (form) {
      form.removeAttribute("aria-busy");
      each("button[aria-disabled]", function (button) { button.removeAttribute("aria-disabled"); }, form);
    });
  });

  // -- drafts: what was typed into form[data-draft] outlives a lost connection, for this person and this tab only
  var DRAFT = "coopnet.draft.";
  var SENT = "coopnet.sent";
  var owner = body.getAttribute("data-person") || "";
  function draftKeys() {
    var keys = [];
    try { for (var at = 0; at < sessionStorage.length; at++) keys.push(sessionStorage.key(at)); } catch (error) { /* closed */ }
    return keys.filter(function (key) { return key.indexOf(DRAFT) === 0; });
  }
  if (remember(ofTab, "coopnet.person") !== owner) {
    draftKeys().forEach(function (key) { remember(ofTab, key, null); });
    remember(ofTab, "coopnet.person", owner);
  }
  function kept(form) {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && !/^(hidden|password|file|submit|button|reset)$/.test(field.type);
    });
  }
  function save(form, key) {
    var values = kept(form).map(function (field) {
      return [field.name, field.value, /^(checkbox|radio)$/.test(field.type) ? field.checked : null];
    });
    remember(ofTab, key, JSON.stringify(values));
  }
  function restore(form, key) {
    var values;
    try { values = JSON.parse(remember(ofTab, key) || "null"); } catch (error) { values = null; }
    if (!values) return;
    values.forEach(function (value) {
      kept(form).forEach(function (field) {
        if (field.name !== value[0]) return;
        if (value[2] === null) field.value = value[1];
        else if (field.value === value[1]) field.checked = value[2];
      });
    });
    var note = form.querySelector("[data-draft-note]");
    if (note) note.hidden = false;
  }
  var sent = remember(ofTab, SENT);
  remember(ofTab, SENT, null);
  each("form[data-draft]", function (form) {
    var key = DRAFT + location.pathname + "#" + form.getAttribute("data-draft");
    var refused = form.querySelector("[data-error-summary]");
    if (sent === key && !refused) remember(ofTab, key, null);
    else if (!refused && !body.hasAttribute("data-confidential")) restore(form, key);
    if (body.hasAttribute("data-confidential")) return;
    form.addEventListener("input", function () { save(form, key); });
    form.addEventListener("submit", function () { save(form, key); remember(ofTab, SENT, key); });
  });
  if (sent && !document.querySelector("[data-error-summary]")) remember(ofTab, sent, null);

  // -- copy
  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-copy]") : null;
    if (!button || !navigator.clipboard) return;
    navigator.clipboard.writeText(button.getAttribute("data-copy")).then(function () {
      var before = button.textContent;
      button.textContent = button.getAttribute("data-copied") || before;
      setTimeout(function () { button.textContent = before; }, 2000);
    });
  });

  // -- confidential pages hide themselves when nobody looks at them
  var veil = document.getElementById("veil");
  if (body.hasAttribute("data-confidential") && veil) {
    var idle;
    var patience = Number(body.getAttribute("data-idle-seconds") || 300) * 1000;
    var behind = Array.prototype.filter.call(body.children, function (part) { return part !== veil; });
    var cover = function () {
      root.classList.add("veiled");
      behind.forEach(function (part) { part.inert = true; });
    };
    var watch = function () { clearTimeout(idle); idle = setTimeout(function () { cover(); veil.querySelector("button").focus(); }, patience); };
    var uncover = function () {
      root.classList.remove("veiled");
      behind.forEach(function (part) { part.inert = false; });
      watch();
    };
    document.addEventListener("visibilitychange", function () {
      if (document.hidden) cover();
      else if (root.classList.contains("veiled")) veil.querySelector("button").focus();
    });
    ["pointerdown", "keydown", "scroll"].forEach(function (name) { document.addEventListener(name, function () { if (!root.classList.contains("veiled")) watch(); }, { passive: true }); });
    veil.querySelector("button").addEventListener("click", uncover);
    watch();
  }

  // -- keys: they can be switched off where they are explained
  var sheet = document.getElementById("keys");
  var switchKeys = sheet && sheet.querySelector("[data-keys-switch]");
  function keysOn() { return remember(lasting, "coopnet.keys") !== "off"; }
  if (switchKeys) {
    switchKeys.checked = keysOn();
    switchKeys.addEventListener("change", function () { remember(lasting, "coopnet.keys", switchKeys.checked ? "on" : "off"); });
  }
  each("[data-open-keys]", function (button) { button.addEventListener("click", function () { if (sheet) sheet.showModal(); }); });
  var search = document.querySelector("[data-search]");
  each("[data-key-search]", function (line) { line.hidden = !search; });
  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !keysOn()) return;
    if (event.target.closest && event.target.closest("input, select, textarea, [contenteditable], dialog")) return;
    if (event.key === "?" && sheet) { event.preventDefault(); sheet.showModal(); }
    if (event.key === "/" && search) { event.preventDefault(); search.focus(); search.select(); }
    if (/^[1-9]$/.test(event.key)) {
      var entry = document.querySelectorAll(".main-nav a[data-entry]")[Number(event.key) - 1];
      if (entry) { event.preventDefault(); entry.click(); }
    }
  });
})();
