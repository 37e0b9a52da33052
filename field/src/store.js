// What the phone keeps, in IndexedDB. Manifests and the log are encrypted with a key that only a sign-in gives.
import { text, unbase64, utf8 } from "./bytes.js";

const NAME = "lindung-lapangan";
let opened;

function open() {
  opened ??= new Promise((done, fail) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      const base = asked.result;
      base.createObjectStore("meta");
      base.createObjectStore("manifests", { keyPath: "id" });
      base.createObjectStore("events", { keyPath: "number" });
      base.createObjectStore("carried", { keyPath: ["device", "number"] });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  return opened;
}

// One transaction; `strict`: on disk before it counts, so that a crash takes nothing back.
export async function within(stores, mode, act) {
  const base = await open();
  return new Promise((done, fail) => {
    const transaction = base.transaction(stores, mode, { durability: "strict" });
    let result;
    transaction.oncomplete = () => done(result instanceof IDBRequest ? result.result : result);
    transaction.onabort = () => fail(transaction.error ?? new Error("abort"));
    result = act(...[].concat(stores).map((name) => transaction.objectStore(name)));
  });
}

export const get = (store, key) => within(store, "readonly", (at) => at.get(key));
export const all = (store) => within(store, "readonly", (at) => at.getAll());
export const put = (store, value, key) => within(store, "readwrite", (at) => at.put(value, key));
export const remove = (store, key) => within(store, "readwrite", (at) => at.delete(key));

// The key of what is kept comes with the sign-in and cannot be read out again, only used.
export async function unlock(secret) {
  const key = await crypto.subtle.importKey("raw", unbase64(secret), "AES-GCM", false, ["encrypt", "decrypt"]);
  await put("meta", key, "key");
}

// Signing out: what is kept stays, unreadable until the same officer signs in again.
export const lock = () => remove("meta", "key");

export class Locked extends Error {}

async function key() {
  const found = await get("meta", "key");
  if (!found) throw new Locked();
  return found;
}

export async function seal(value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), utf8(JSON.stringify(value)));
  return { iv, data };
}

export async function unseal({ iv, data }) {
  return JSON.parse(text(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key(), data)));
}
