// The app starts: the page that the address names, the worker, and sending when the signal comes back.
import { h, hush, say } from "./dom.js";
import { unsent } from "./log.js";
import * as pages from "./pages.js";
import { NoLink, SignedOut, sync } from "./server.js";
import { said } from "./trouble.js";

const PAGES = {
  "": pages.home,
  unduh: pages.downloads,
  daftar: pages.list,
  pindai: pages.scanning,
  orang: pages.person,
  catatan: pages.log,
};

let turn = 0;

async function go() {
  const mine = ++turn;
  const [name, ...rest] = location.hash.slice(1).split("/").map(decodeURIComponent);
  let shown;
  try {
    shown = await (PAGES[name] ?? pages.home)(go, ...rest);
  } catch (trouble) {
    shown = [h("h1", {}, "Penyerahan di lapangan"), h("p", { class: "message error", id: "gangguan" }, await said(trouble))];
    if (trouble instanceof SignedOut || trouble?.constructor?.name === "Locked") {
      shown.push(h("a", { class: "button", href: "/masuk/?next=/lapangan/%23unduh" }, "Masuk"));
    }
    shown.push(h("p", {}, h("a", { href: "#" }, "Ke awal")));
  }
  if (mine !== turn) return; // another page was asked for meanwhile
  document.querySelector("main").replaceChildren(...shown.flat().filter(Boolean));
  document.body.dataset.page = name || "awal";
  document.body.dataset.turn = mine;
}

addEventListener("hashchange", () => {
  hush();
  go().then(() => scrollTo(0, 0));
});

async function inBackground() {
  if (!navigator.onLine || !(await unsent()).length) return;
  try {
    await sync();
    if (!location.hash) await go();
  } catch (trouble) {
    if (trouble instanceof SignedOut) say(await said(trouble), "message warning");
    else if (!(trouble instanceof NoLink)) throw trouble;
  }
}
addEventListener("online", inBackground);
addEventListener("online", () => !location.hash && go());
addEventListener("offline", () => !location.hash && go());
setInterval(inBackground, 60000);

await navigator.serviceWorker?.register("sw.js", { scope: "./" }).catch(() => {});
await go();
document.body.dataset.ready = "ya";
