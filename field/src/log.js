// The log: numbered, signed, append-only. A correction is a new entry; an entry only ever learns its outcome.
import { base64, hex, utf8 } from "./bytes.js";
import { all, get, put, seal, unseal, within } from "./store.js";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };

export const device = () => get("meta", "device");

// A key pair for this phone; the private half can be used here and never read.
export async function makeDevice() {
  const pair = await crypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", point));
  const made = { code: hex(digest).slice(0, 16), point: hex(point), pair };
  await put("meta", made, "device");
  return made;
}

// Sign one act and keep it. Two windows of the app may race for a number: the loser takes the next one.
export async function append(act) {
  const { code, pair } = await device();
  for (;;) {
    const number = ((await get("meta", "last")) ?? 0) + 1;
    const after = await digestOf(number - 1);
    const body = JSON.stringify({ device: code, number, ...act, after, clock: new Date().toISOString() });
    const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, utf8(body));
    const entry = { number, ...(await seal(body)), signature: base64(new Uint8Array(signature)), outcome: "" };
    try {
      await within(["events", "meta"], "readwrite", (events, meta) => {
        events.add(entry);
        meta.put(number, "last");
      });
      return { ...JSON.parse(body), outcome: "" };
    } catch (trouble) {
      if (trouble?.name !== "ConstraintError") throw trouble;
      // The number is taken: whatever wrote it also wrote `last`, or is about to.
      await within("meta", "readwrite", (meta) => meta.put(number, "last"));
    }
  }
}

// What an entry says of the one before it, so that none can be changed or left out unseen.
async function digestOf(number) {
  const entry = number && (await get("events", number));
  return entry ? hex(new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(await unseal(entry))))) : "";
}

// Every act of this phone with its outcome, oldest first.
export async function entries() {
  const found = [];
  for (const entry of await all("events")) {
    found.push({ ...JSON.parse(await unseal(entry)), outcome: entry.outcome, message: entry.message ?? "" });
  }
  return found;
}

export async function unsent() {
  return (await all("events")).filter((entry) => !entry.outcome);
}

// As it was signed, to be sent.
export async function signed(entry) {
  return { body: await unseal(entry), signature: entry.signature };
}

export async function learn(store, key, answer) {
  await within(store, "readwrite", (at) => {
    at.get(key).onsuccess = ({ target }) => {
      const entry = target.result;
      if (entry && !entry.outcome) {
        at.put({ ...entry, outcome: answer.first || answer.outcome, message: answer.message });
      }
    };
  });
}
