// One key for each control that carries data-key; off where one types, and where the person switched keys off.
(() => {
  const OFF = "tombol-pintas-mati";
  const switcher = document.querySelector("[data-keys-switch]");
  const off = () => localStorage.getItem(OFF) === "1";
  const tell = () => { if (switcher) switcher.textContent = off() ? switcher.dataset.on : switcher.dataset.off; };
  if (switcher) {
    switcher.hidden = false;
    switcher.addEventListener("click", () => { localStorage.setItem(OFF, off() ? "0" : "1"); tell(); });
    tell();
  }
  document.addEventListener("keydown", (event) => {
    if (off() || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.target.closest("input, select, textarea")) return;
    const control = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (control) { event.preventDefault(); control.click(); }
  });
})();
