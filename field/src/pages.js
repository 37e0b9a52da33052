// The pages of the app: each makes its elements anew from what the phone keeps.
import { field, h, say, thousands } from "./dom.js";
import { append, device, entries, signed, unsent } from "./log.js";
import * as people from "./people.js";
import { examine, WORDS } from "./proof.js";
import { NoCamera, scan } from "./scan.js";
import * as server from "./server.js";
import { all, get, lock, within } from "./store.js";
import { signaturePad, thumb } from "./strokes.js";
import { said } from "./trouble.js";

const KINDS = { k: "Kartu", b: "Buku tabungan" };
const REASONS = {
  refused: "Menolak",
  moved: "Pindah",
  died: "Meninggal dunia",
  wrong_name: "Nama salah",
  damaged: "Rusak",
};
const OUTCOMES = {
  "": "belum terkirim",
  recorded: "tercatat",
  conflict: "bertentangan, diperiksa petugas kabupaten",
  refused: "ditolak",
  quarantined: "ditahan",
};
const ACTS = { handover: "Diserahkan", return: "Tidak diserahkan", correction: "Pembetulan", note: "Catatan" };

const attempt = (act) => async (event) => {
  event?.preventDefault();
  const button = event?.submitter ?? event?.currentTarget;
  if (button?.tagName === "BUTTON") button.disabled = true;
  try {
    await act();
  } catch (trouble) {
    say(await said(trouble), "message error");
  } finally {
    if (button?.tagName === "BUTTON") button.disabled = false;
  }
};

export async function home(go) {
  const [lists, waiting, officer, phone, off] = await Promise.all([
    all("manifests"), unsent(), get("meta", "officer"), device(), get("meta", "clockOff"),
  ]);
  const kept = await navigator.storage?.persisted?.();
  const sync = attempt(async () => {
    const sent = await server.sync((count) => say(`Mengirim … ${thousands(count)} terkirim.`));
    await go();
    say(sent ? `${thousands(sent)} catatan terkirim.` : "Semua catatan sudah terkirim.");
  });
  return [
    h("h1", {}, "Penyerahan di lapangan"),
    officer && h("p", { class: "quiet" }, `${officer.name} · ponsel ${phone?.code ?? ""}`),
    h("ul", { class: "stats" },
      h("li", {}, h("b", { id: "belum" }, thousands(waiting.length)), h("span", {}, "catatan belum terkirim")),
      h("li", {}, h("b", {}, navigator.onLine ? "Ada sinyal" : "Tanpa sinyal"),
        h("span", { id: "simpan" }, kept ? "Penyimpanan ponsel dijaga" : "Penyimpanan belum dijaga: jangan hapus data peramban"))),
    off ? h("p", { class: "message warning" }, `Jam ponsel ini berbeda ${thousands(Math.abs(off))} menit dari server. Catatan tetap benar: yang dihitung nomor urutnya.`) : null,
    h("div", { class: "row" },
      h("button", { type: "button", onclick: sync }, "Kirim sekarang"),
      h("a", { class: "button", href: "#unduh" }, "Unduh daftar"),
      h("a", { href: "#catatan" }, "Catatan ponsel ini")),
    h("h2", {}, "Daftar di ponsel ini"),
    lists.length
      ? h("ul", { class: "cards" }, lists.map((list) =>
          h("li", {}, h("a", { href: `#daftar/${list.id}` }, list.title), h("span", { class: "quiet" }, `${thousands(list.people)} orang`))))
      : h("p", { class: "empty" }, "Belum ada daftar. Unduh daftar acara atau desa selagi ada sinyal."),
    h("h2", {}, "Jaga-jaga"),
    h("div", { class: "row" },
      h("button", { type: "button", class: "plain", onclick: attempt(exportFile) }, "Simpan catatan sebagai berkas"),
      h("label", { class: "plain-file" }, "Bawa berkas dari ponsel lain",
        h("input", { type: "file", id: "berkas", accept: ".json", onchange: (event) => attempt(() => importFile(event, go))() })),
      h("button", { type: "button", class: "plain", onclick: attempt(async () => { await lock(); people.forget(); await go(); say("Ponsel dikunci. Data tetap tersimpan; masuk lagi untuk membukanya."); }) }, "Kunci ponsel")),
  ];
}

async function exportFile() {
  const waiting = await unsent();
  const { code } = await device();
  const events = await Promise.all(waiting.map(signed));
  const file = new Blob([JSON.stringify({ device: code, events })], { type: "application/json" });
  const link = h("a", { href: URL.createObjectURL(file), download: `catatan-${code}.json` });
  link.click();
  say(`${thousands(events.length)} catatan disimpan dalam berkas. Catatan di ponsel tetap ada.`);
}

async function importFile(event, go) {
  const { device: owner, events } = JSON.parse(await event.target.files[0].text());
  await within("carried", "readwrite", (carried) => {
    for (const { body, signature } of events) {
      carried.put({ device: owner, number: JSON.parse(body).number, body, signature });
    }
  });
  await go();
  say(`${thousands(events.length)} catatan dari ponsel ${owner} siap dikirim.`);
}

export async function downloads(go) {
  const said_ = await server.choices();
  const owner = await get("meta", "officer");
  if (owner && owner.username !== said_.username) {
    return [h("h1", {}, "Ponsel petugas lain"), h("p", { class: "message error" }, `Ponsel ini terdaftar atas ${owner.name}. Masuk dengan akun itu, atau pakai ponsel lain.`)];
  }
  await server.enrol(said_);
  await navigator.storage?.persist?.();
  const take = (choice) => attempt(async () => {
    people.forget();
    const id = await server.download(choice);
    location.hash = `#daftar/${id}`;
    say("Daftar tersimpan di ponsel. Selanjutnya tidak perlu sinyal.");
  });
  const line = (choice, words) =>
    h("li", {}, h("span", {}, choice.title, h("small", { class: "quiet" }, ` ${words}`)), h("button", { type: "button", onclick: take(choice) }, "Unduh"));
  return [
    h("h1", {}, "Unduh daftar"),
    h("h2", {}, "Acara"),
    said_.events.length ? h("ul", { class: "cards" }, said_.events.map((one) => line(one, one.held_on))) : h("p", { class: "empty" }, "Belum ada acara penyerahan di wilayah Anda."),
    h("h2", {}, "Desa dan kelurahan"),
    said_.villages.length ? h("ul", { class: "cards" }, said_.villages.map((one) => line(one, `${thousands(one.waiting)} barang`))) : h("p", { class: "empty" }, "Tidak ada kartu atau buku yang menunggu di wilayah Anda."),
  ];
}

export async function list(go, id) {
  const found = await people.open(id);
  if (!found) return [h("p", { class: "empty" }, "Daftar ini tidak ada di ponsel. Unduh lagi.")];
  const done = await people.standing();
  const given = (person) => person.items.every(({ item }) => done.get(item)?.kind === "handover");
  const lines = h("ul", { class: "cards", id: "orang" });
  const count = h("p", { class: "count", "aria-live": "polite" });
  const show = (words) => {
    const fitting = people.search(found, words);
    count.textContent = `${thousands(fitting.length)} orang`;
    lines.replaceChildren(...fitting.slice(0, 50).map((person) =>
      h("li", {}, h("a", { href: `#orang/${id}/${person.enrolment}` }, person.name),
        h("span", { class: "quiet" }, `${person.village}${person.born ? ` · ${person.born}` : ""}`),
        h("span", { class: given(person) ? "badge done" : "badge" }, given(person) ? "diserahkan" : `${person.items.length} barang`))));
  };
  show("");
  const finished = found.people.filter(given).length;
  return [
    h("h1", {}, found.title),
    h("p", { class: "quiet" }, `${thousands(finished)} dari ${thousands(found.people.length)} orang selesai di ponsel ini`),
    h("div", { class: "row" },
      field("Cari nama, desa atau nomor bukti", h("input", { id: "cari", type: "search", autocomplete: "off", oninput: (event) => show(event.target.value) })),
      h("a", { class: "button", href: `#pindai/${id}` }, "Pindai kartu")),
    count, lines,
  ];
}

export async function scanning(go, id) {
  const found = await people.open(id);
  const result = h("div", { "aria-live": "assertive" });
  const video = h("video", { muted: true, playsinline: true, "aria-label": "Kamera" });
  const look = async (words) => {
    const { verdict, number, name } = await examine(words, found, new Date().toISOString().slice(0, 10));
    const person = verdict === "genuine" && found.people.find((one) => one.proof === number);
    if (person) {
      location.hash = `#orang/${id}/${person.enrolment}`;
      return say(WORDS.genuine);
    }
    const words_ = verdict === "genuine" ? `${WORDS.genuine} ${name} tidak ada pada daftar ini.` : WORDS[verdict];
    result.replaceChildren(h("p", { class: verdict === "genuine" ? "message warning" : "message error" }, words_));
  };
  const typed = h("input", { id: "kode", autocomplete: "off" });
  const page = [
    h("h1", {}, "Pindai kartu"), video, h("p", { class: "quiet" }, "Dekatkan sampai kartu memenuhi gambar."), result,
    h("form", { class: "row", onsubmit: attempt(() => look(typed.value)) }, field("Isi kode dari pemindai", typed), h("button", {}, "Periksa")),
    h("a", { href: `#daftar/${id}` }, "Cari namanya saja"),
  ];
  scan(video, look).then(
    (stop) => addEventListener("hashchange", stop, { once: true }),
    (trouble) => {
      if (!(trouble instanceof NoCamera)) throw trouble;
      video.remove();
      result.replaceChildren(h("p", { class: "message warning" }, "Kamera tidak dapat dipakai. Izinkan kamera pada setelan peramban, atau cari namanya pada daftar."));
    });
  return page;
}

export async function person(go, id, enrolment) {
  const found = await people.open(id);
  const who = found?.people.find((one) => one.enrolment === Number(enrolment));
  if (!who) return [h("p", { class: "empty" }, "Orang ini tidak ada pada daftar di ponsel.")];
  const done = await people.standing();
  const open = who.items.filter(({ item }) => !done.has(item));
  const back = h("a", { href: `#daftar/${id}` }, "Kembali ke daftar");
  const missing = ["k", "b"].filter((kind) => !who.items.some((item) => item.kind === kind));
  return [
    h("h1", {}, who.name),
    h("p", { class: "quiet" }, `${who.village}${who.born ? ` · lahir ${who.born}` : ""}${who.proof ? ` · bukti ${who.proof}` : ""}`),
    missing.length ? h("p", { class: "message warning" }, `${missing.map((kind) => KINDS[kind]).join(" dan ")} orang ini belum ada di tempat pembagian.`) : null,
    who.items.filter(({ item }) => done.has(item)).map(({ item, kind }) => undone(done.get(item), KINDS[kind], go)),
    open.length ? handing(found, who, open, id, go) : null,
    back,
  ];
}

function undone(act, what, go) {
  const why = act.kind === "handover" ? (act.proxy ? `kepada ${act.proxy.name}` : "kepada pemiliknya") : REASONS[act.reason];
  return h("p", { class: act.kind === "handover" ? "message" : "message warning" },
    `${what}: ${ACTS[act.kind].toLowerCase()} ${why}, catatan ${act.number}, ${OUTCOMES[act.outcome]}. ${act.message}`, " ",
    h("button", { type: "button", class: "plain", onclick: attempt(async () => {
      await append({ kind: "correction", corrects: act.number, items: [] });
      await go();
      say(`Catatan ${act.number} ditarik.`);
    }) }, `Tarik catatan ${act.number}`));
}

function handing(found, who, open, id, go) {
  const boxes = open.map(({ item, kind, serial }) => ({ item, input: h("input", { type: "checkbox", id: `barang-${item}`, checked: true }), label: `${KINDS[kind]}${serial ? ` ${serial}` : ""}` }));
  const chosen = () => boxes.filter(({ input }) => input.checked).map(({ item }) => item);
  const [name, relation, letter] = ["wakil", "hubungan", "surat"].map((key) => h("input", { id: key, maxlength: 200, autocomplete: "off" }));
  const note = h("input", { id: "catatan", maxlength: 400, autocomplete: "off" });
  const photo = h("input", { type: "file", id: "jempol", accept: "image/*", capture: "environment" });
  const pad = signaturePad();
  const position = where();
  const keep = (act) => attempt(async () => {
    if (!chosen().length) return say("Pilih barangnya dulu.", "message error");
    await append({ items: chosen(), event: found.event, person: who.enrolment, note: note.value.trim(), position: await position, ...(await act()) });
    await kept();
    location.hash = `#daftar/${id}`;
  });
  const give = keep(async () => ({
    kind: "handover",
    proxy: name.value.trim() ? { name: name.value.trim(), relation: relation.value.trim(), letter: letter.value.trim() } : null,
    sign: pad.path(),
    photo: photo.files[0] ? await thumb(photo.files[0]) : "",
  }));
  const reason = h("select", { id: "alasan" }, Object.entries(REASONS).map(([key, words]) => h("option", { value: key }, words)));
  return h("div", {},
    h("form", { class: "sheet", onsubmit: give },
      h("fieldset", {}, h("legend", {}, "Yang diserahkan"), boxes.map(({ input, label }) => h("div", { class: "field choice" }, input, h("label", { for: input.id }, label)))),
      h("details", {}, h("summary", {}, "Diterima wakil"), field("Nama wakil", name), field("Hubungan", relation), field("Surat kuasa", letter, "Nomor atau tanggalnya")),
      h("div", { class: "field" }, h("label", { for: "tanda" }, "Tanda tangan penerima"), pad.canvas, h("button", { type: "button", class: "plain", onclick: pad.clear }, "Ulangi")),
      h("details", {}, h("summary", {}, "Cap jempol atau catatan"), field("Foto cap jempol", photo), field("Catatan", note)),
      h("button", { id: "serahkan" }, "Serahkan")),
    h("form", { class: "sheet", onsubmit: keep(async () => ({ kind: "return", reason: reason.value })) },
      h("h2", {}, "Tidak dapat diserahkan"), field("Alasan", reason), h("button", { class: "danger", id: "kembalikan" }, "Catat tidak diserahkan")));
}

// Where it happened, if the phone knows and may say; nobody waits longer than two seconds for it.
function where() {
  return new Promise((done) => {
    setTimeout(() => done(null), 2000); // a question that nobody answers has no time limit of its own
    navigator.geolocation?.getCurrentPosition(
      ({ coords }) => done([coords.latitude, coords.longitude, Math.round(coords.accuracy)]), () => done(null), { maximumAge: 600000 });
  });
}

async function kept() {
  say("Tersimpan di ponsel.");
  const registered = await navigator.serviceWorker?.ready.catch(() => null);
  await registered?.sync?.register("kirim").catch(() => {});
}

export async function log() {
  const acts = (await entries()).reverse();
  return [
    h("h1", {}, "Catatan ponsel ini"),
    acts.length ? h("ul", { class: "cards", id: "log" }, acts.map((act) =>
      h("li", {}, h("span", {}, `${act.number}. ${ACTS[act.kind]}`), h("span", { class: "quiet" }, new Date(act.clock).toLocaleString("id-ID")),
        h("span", { class: act.outcome === "recorded" ? "badge done" : act.outcome ? "badge look" : "badge" }, OUTCOMES[act.outcome]), act.message && h("p", {}, act.message))))
      : h("p", { class: "empty" }, "Belum ada catatan."),
  ];
}

