// The lists taken along, and how they stand after what this phone did.
import { entries } from "./log.js";
import { all, unseal } from "./store.js";

const fold = (words) => words.normalize("NFD").replace(/[^\p{L}\p{N} ]/gu, "").toUpperCase();

let known; // one list in memory, folded for searching: thousands of names in a few milliseconds

export async function open(id) {
  if (known?.id === id) return known;
  const kept = (await all("manifests")).find((one) => one.id === id);
  if (!kept) return null;
  const list = await unseal(kept);
  const people = list.people.map(([enrolment, name, village, born, proof, items]) => ({
    enrolment,
    name,
    village: list.villages[village][1],
    born,
    proof,
    items: items.map(([item, kind, serial]) => ({ item, kind, serial })),
    key: fold(`${name} ${list.villages[village][1]} ${proof}`),
  }));
  known = { ...list, id, people };
  return known;
}

export const forget = () => (known = undefined);

export function search(list, words) {
  const parts = fold(words).split(" ").filter(Boolean);
  return list.people.filter((person) => parts.every((part) => person.key.includes(part)));
}

// item → the act of this phone that stands for it; what it withdrew does not count.
export async function standing() {
  const acts = await entries();
  const withdrawn = new Set(acts.filter((act) => act.kind === "correction").map((act) => act.corrects));
  const found = new Map();
  for (const act of acts) {
    if ((act.kind === "handover" || act.kind === "return") && !withdrawn.has(act.number)) {
      for (const item of act.items) found.set(item, act);
    }
  }
  return found;
}
