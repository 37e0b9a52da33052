// The server, over a bad link. Nothing here is needed to hand over.
import { device, learn, makeDevice, signed, unsent } from "./log.js";
import { all, get, put, remove, seal, unlock } from "./store.js";

const [BATCH, WEIGHT] = [100, 1_000_000]; // entries and letters of one request, at most

export class SignedOut extends Error {}
export class NoLink extends Error {}
export class Told extends Error {}

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, { redirect: "manual", credentials: "same-origin", cache: "no-store", ...options });
  } catch {
    throw new NoLink();
  }
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) throw new SignedOut();
  if (answer.status >= 500 || answer.status === 429) throw new NoLink();
  const said = await answer.json().catch(() => {
    throw new NoLink();
  });
  if (!answer.ok) throw new Told((said.problems ?? []).map((one) => `${one.message} ${one.remedy}`).join(" "));
  await notice(answer.headers.get("date"));
  return said;
}

// The phone's clock decides nothing; a wrong one is said all the same, for people read the hour from it.
async function notice(date) {
  const off = date ? Math.round((Date.now() - Date.parse(date)) / 60000) : 0;
  await put("meta", Math.abs(off) > 10 ? off : 0, "clockOff");
}

async function send(path, body) {
  const post = async () =>
    ask(path, {
      method: "POST",
      headers: { "content-type": "application/json", "x-csrftoken": (await get("meta", "csrf")) ?? "" },
      body: JSON.stringify(body),
    });
  try {
    return await post();
  } catch (trouble) {
    if (!(trouble instanceof SignedOut)) throw trouble;
    await choices(); // signed in again since: the token of the forms is a new one
    return post();
  }
}

// Who is signed in, and which lists may be taken along.
export async function choices() {
  const said = await ask("daftar/");
  await put("meta", said.csrf, "csrf");
  return said;
}

// Enrol this phone, or get its key again after it was locked.
export async function enrol(said) {
  const phone = (await device()) ?? (await makeDevice());
  const answer = await send("perangkat/", { point: phone.point, name: navigator.userAgent.slice(0, 60) });
  await unlock(answer.secret);
  await put("meta", { username: said.username, name: said.name }, "officer");
}

export async function download(choice) {
  const query = choice.event ? `acara=${choice.event}` : `program=${choice.programme}&desa=${choice.village}`;
  const list = await ask(`daftar/?${query}`);
  const id = choice.event ? `acara-${choice.event}` : `desa-${choice.programme}-${choice.village}`;
  const title = list.name || choice.title;
  await put("manifests", { id, title, people: list.people.length, ...(await seal({ ...list, title })) });
  return id;
}

// Send what waits, in small batches, until nothing does. The same entry twice does no harm.
export async function sync(heard = () => {}) {
  const { code } = (await device()) ?? {};
  let sent = 0;
  if (code) {
    for (let waiting = await unsent(); waiting.length; waiting = await unsent()) {
      const part = lighter(await Promise.all(waiting.slice(0, BATCH).map(signed)));
      const { answers } = await send("kirim/", { device: code, events: part });
      const known = new Set(waiting.map((entry) => entry.number));
      const fitting = answers.filter((answer) => known.has(answer.number));
      if (!fitting.length) throw new NoLink();
      for (const answer of fitting) await learn("events", answer.number, answer);
      heard((sent += fitting.length));
    }
  }
  return sent + (await carry());
}

// As many as one request may weigh, at least one: a thumb photo is heavier than a hundred signatures.
function lighter(events) {
  let weight = 0;
  const fitting = events.findIndex(({ body }) => (weight += body.length) > WEIGHT);
  return fitting < 0 ? events : events.slice(0, Math.max(1, fitting));
}

// Files of colleagues' phones, in their own names.
async function carry() {
  let sent = 0;
  const waiting = await all("carried");
  for (const owner of new Set(waiting.map((entry) => entry.device))) {
    const own = waiting.filter((entry) => entry.device === owner);
    for (let start = 0, events; start < own.length; start += events.length) {
      events = lighter(own.slice(start, start + BATCH).map(({ body, signature }) => ({ body, signature })));
      const { answers } = await send("kirim/", { device: owner, events });
      for (const answer of answers) await remove("carried", [owner, answer.number]);
      sent += answers.length;
    }
  }
  return sent;
}

