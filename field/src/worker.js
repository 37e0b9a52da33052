// The service worker: the shell without signal, and sending in the background when the signal is back.
import { sync } from "./server.js";

const CACHE = `lindung-${VERSION}`;
const SHELL = ["./", "manifest.webmanifest", "/static/field/app.js", "/static/field/app.css", "/static/ui/lindung.css", "/static/ui/lindung.svg"];

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(SHELL.map((path) => new Request(path, { cache: "reload" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// The shell from the cache first; everything else from the network alone.
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") {
    event.respondWith(caches.match(event.request, { ignoreSearch: true }).then((kept) => kept ?? fetch(event.request)));
  }
});

self.addEventListener("sync", (event) => {
  if (event.tag === "kirim") event.waitUntil(sync());
});
