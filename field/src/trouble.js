// Every trouble in words: what happened, that nothing is lost, what to do.
import { unsent } from "./log.js";
import { NoLink, SignedOut, Told } from "./server.js";
import { Locked } from "./store.js";
import { thousands } from "./dom.js";

export async function said(trouble) {
  const waiting = await unsent().then((found) => thousands(found.length), () => "Semua");
  if (trouble instanceof SignedOut) return `Sesi masuk sudah berakhir. ${waiting} catatan aman di ponsel; masuk lagi untuk mengirim.`;
  if (trouble instanceof NoLink) return `Tidak ada sinyal. ${waiting} catatan aman di ponsel; kirim lagi nanti.`;
  if (trouble instanceof Locked) return "Ponsel ini terkunci. Masuk lagi selagi ada sinyal untuk membukanya; catatan tetap tersimpan.";
  if (trouble instanceof Told) return trouble.message;
  if (trouble?.name === "QuotaExceededError") return "Penyimpanan ponsel penuh: catatan terakhir TIDAK tersimpan, yang sebelumnya aman. Kosongkan ruang (foto, video), lalu catat lagi.";
  return `Ada gangguan (${trouble?.name ?? "?"}: ${trouble?.message ?? ""}). Catatan yang sudah tersimpan aman; muat ulang aplikasi.`;
}
