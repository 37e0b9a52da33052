// Is this proof of enrolment genuine? Without signal, with the keys and the list of revoked ones that came along.
import { verifyAsync } from "@noble/ed25519";
import { hex, unbase64, utf8 } from "./bytes.js";

const BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const LARGEST = 65536;
const [ISSUED, CLAIM, PROGRAMME, BORN, STATUS] = [6, 169, -65537, -65538, 65533];

export const WORDS = {
  genuine: "Asli. Terdaftar pada program.",
  unreadable: "Kode ini bukan bukti kepesertaan. Pindai ulang, atau cari namanya.",
  foreign: "Bukti ini dari penerbit lain. Unduh daftar lagi, atau minta kartu dari penerbit kita.",
  forged: "Tanda tangannya tidak cocok: palsu atau rusak. Tahan dan laporkan.",
  old_key: "Ditandatangani dengan kunci lama yang tidak berlaku lagi. Minta bukti baru.",
  revoked: "Bukti ini sudah dicabut. Cari namanya pada daftar.",
};

// {verdict, number, name, born, place, programme}; `today` as 2025-08-25.
export async function examine(words, { keys, revoked }, today) {
  let read;
  try {
    read = open(await inflate(unbase45(words.trim()), LARGEST));
  } catch {
    return { verdict: "unreadable" };
  }
  const claim = read.claims.get(CLAIM);
  if (!(claim instanceof Map)) return { verdict: "unreadable" };
  const told = {
    number: claim.get(1) ?? "",
    name: claim.get(4) ?? "",
    place: claim.get(10) ?? "",
    born: read.claims.get(BORN) ?? null,
    programme: read.claims.get(PROGRAMME) ?? "",
  };
  const key = keys.find((one) => one.kid === read.kid);
  if (!key) return { verdict: "foreign", ...told };
  if (!(await signedBy(read, key))) return { verdict: "forged", ...told };
  const issued = new Date(Number(read.claims.get(ISSUED) ?? 0) * 1000).toISOString().slice(0, 10);
  if ((key.trusted_until && today > key.trusted_until) || (key.signs_until && issued > key.signs_until)) {
    return { verdict: "old_key", ...told };
  }
  const serial = Number(String(told.number).slice(0, -2));
  return { verdict: (await isRevoked(serial, revoked, keys)) ? "revoked" : "genuine", ...told };
}

async function isRevoked(serial, list, keys) {
  if (!list) return false;
  const read = open(unbase64(list));
  const key = keys.find((one) => one.kid === read.kid);
  if (!key || !(await signedBy(read, key))) return false;
  const bits = await inflate(read.claims.get(STATUS).get("lst"), 1 << 24);
  return Boolean((bits[serial >> 3] >> (serial & 7)) & 1);
}

function open(message) {
  const [protect, loose, payload, signature] = cbor(message);
  const header = cbor(protect);
  const kid = hex(header.get(4) ?? loose.get(4) ?? new Uint8Array());
  return { protect, payload, signature, kid, claims: cbor(payload) };
}

async function signedBy({ protect, payload, signature }, key) {
  const about = [...array(4), ...string("Signature1"), ...bytes(protect), ...bytes(new Uint8Array()), ...bytes(payload)];
  try {
    return await verifyAsync(signature, Uint8Array.from(about), unbase64(key.x));
  } catch {
    return false;
  }
}

const head = (major, length) =>
  length < 24 ? [major | length] : length < 256 ? [major | 24, length] : [major | 25, length >> 8, length & 255];
const array = (length) => head(0x80, length);
const string = (words) => [...head(0x60, words.length), ...utf8(words)];
const bytes = (value) => [...head(0x40, value.length), ...value];

function unbase45(words) {
  const out = [];
  for (let at = 0; at < words.length; at += 3) {
    const digits = [...words.slice(at, at + 3)].map((letter) => BASE45.indexOf(letter));
    const value = digits.reduceRight((sum, digit) => sum * 45 + digit, 0);
    if (digits.length < 2 || digits.includes(-1) || value > (digits.length === 3 ? 65535 : 255)) throw new Error("45");
    out.push(...(digits.length === 3 ? [value >> 8, value & 255] : [value]));
  }
  return Uint8Array.from(out);
}

async function inflate(packed, most) {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  const parts = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    length += part.value.length;
    if (length > most) throw new Error("too long");
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// As much of CBOR as a CWT needs: whole numbers, bytes, text, arrays, maps, tags.
export function cbor(data) {
  let at = 0;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const take = (count) => data.subarray(at, (at += count));
  function length(low) {
    if (low < 24) return low;
    const size = 1 << (low - 24);
    if (low > 27) throw new Error("length");
    at += size;
    if (size === 1) return view.getUint8(at - 1);
    if (size === 2) return view.getUint16(at - 2);
    return size === 4 ? view.getUint32(at - 4) : Number(view.getBigUint64(at - 8));
  }
  function item(depth) {
    if (depth > 16 || at >= data.length) throw new Error("cbor");
    const first = data[at++];
    const count = length(first & 31);
    switch (first >> 5) {
      case 0:
        return count;
      case 1:
        return -1 - count;
      case 2:
      case 3: {
        if (at + count > data.length) throw new Error("cut off");
        return first >> 5 === 2 ? take(count) : new TextDecoder().decode(take(count));
      }
      case 4:
        return Array.from({ length: Math.min(count, data.length) }, () => item(depth + 1));
      case 5: {
        const found = new Map();
        for (let turn = 0; turn < count; turn++) found.set(item(depth + 1), item(depth + 1));
        return found;
      }
      case 6:
        return item(depth + 1);
      default:
        return null;
    }
  }
  return item(0);
}
