// Runs before the first paint, so that a remembered theme does not flash. Without a choice the system decides.
(function () {
  var root = document.documentElement;
  root.classList.remove("no-js");
  var theme = null;
  try { theme = localStorage.getItem("coopnet.theme"); } catch (error) { /* storage may be closed */ }
  if (theme === "dark" || theme === "light") root.setAttribute("data-bs-theme", theme);
})();
