// A field for files becomes a place to drop them; a form leaves once and tells how much of it has left.
// Without this script the field and the form work as the browser makes them.
(() => {
  const zone = (event) => event.target.closest?.(".drop");
  const field = (place) => place.querySelector("input[type=file]");
  const list = (place) => {
    const told = place.querySelector("[data-chosen]");
    const names = [...field(place).files].map((file) => file.name);
    told.textContent = names.length ? `${told.dataset.chosen} ${names.join(", ")}` : "";
  };
  const hint = () => document.querySelectorAll("[data-hint]").forEach((told) => (told.hidden = false));
  hint();
  document.addEventListener("htmx:afterSettle", hint);
  for (const name of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      // A file beside the place would replace the page.
      event.preventDefault();
      const place = zone(event);
      document.querySelectorAll(".drop").forEach((one) => one.classList.toggle("over", name === "dragover" && one === place));
      if (name === "drop" && place) {
        field(place).files = event.dataTransfer.files;
        list(place);
      }
    });
  }
  document.addEventListener("change", (event) => zone(event) && list(zone(event)));
  document.addEventListener("htmx:xhr:progress", (event) => {
    const sent = event.target.closest?.("form")?.querySelector(".sent");
    if (sent && event.detail.lengthComputable) {
      sent.hidden = false;
      sent.querySelector("progress").value = (100 * event.detail.loaded) / event.detail.total;
    }
  });
  const failed = (event, shown) => {
    const told = event.target.closest?.("form")?.querySelector("[data-failed]");
    if (told) told.hidden = !shown;
  };
  document.addEventListener("htmx:beforeRequest", (event) => failed(event, false));
  for (const name of ["htmx:sendError", "htmx:responseError"]) document.addEventListener(name, (event) => failed(event, true));
})();
