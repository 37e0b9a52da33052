"""Every warning policy can give, in the words an officer needs: the thing, the place, the remedy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lindung.policy.law import Value
from lindung.policy.results import Notice
from lindung.policy.words import Rp, Text, fill, percent


def payment_period(months: int, periods: Value) -> Notice:
    listed = ", ".join(str(count) for count in periods.value)
    return Notice(
        "payment-period",
        fill(
            "{n} bulan bukan masa pembayaran yang dikenal ({p}). Bagi pembayarannya atau tanyakan BPJS.",
            "{n} months is no known payment period ({p}). Split the payment or ask BPJS.",
            n=months,
            p=listed,
        ),
        periods,
    )


def tariff_changes(monthly: list[int]) -> Notice:
    return Notice(
        "tariff-changes",
        fill(
            "Tarif berubah selama masa ini: bulan pertama {a}, bulan terakhir {b}.",
            "The tariff changes during this period: first month {a}, last month {b}.",
            a=Rp(monthly[0]),
            b=Rp(monthly[-1]),
        ),
    )


def base_not_in_table(base: int, tiers: Value) -> Notice:
    return Notice(
        "base-not-in-table",
        fill(
            "Dasar {b} tidak ada dalam tabel golongan. Cocokkan dengan dasar yang dinyatakan BPJS.",
            "Base {b} is not in the table of tiers. Compare with the base BPJS states.",
            b=Rp(base),
        ),
        tiers,
    )


def compulsory(parts: list[str], rule: Value) -> Notice:
    return Notice(
        "compulsory",
        fill(
            "{p} wajib bagi peserta BPU tetapi tidak dihitung.",
            "{p} is compulsory for BPU members but not counted.",
            p=", ".join(part.upper() for part in parts),
        ),
        rule,
    )


def typed_rate(rate: int, source: str, tariff: Value) -> Notice:
    return Notice(
        "typed-rate",
        fill(
            "Tarif {r} diketik menurut “{s}”, bukan dari aturan yang terverifikasi. Minta konfirmasi BPJS.",
            "Rate {r} was typed after “{s}”, not from a verified rule. Ask BPJS to confirm it.",
            r=Rp(rate),
            s=source,
        ),
        tariff,
    )


def waiting(start: date, full_from: date, months: int, rule: Value) -> Notice:
    return Notice(
        "waiting",
        fill(
            "Aturan tiga bulan JKM: kepesertaan sejak {s} belum genap {n} bulan, maka hanya biaya pemakaman. "
            "JKM penuh mulai {f}.",
            "Three-month rule of JKM: membership since {s} is not yet {n} months old, so only the funeral is "
            "paid. Full JKM from {f}.",
            s=start,
            n=months,
            f=full_from,
        ),
        rule,
    )


def waiting_disputed(readings: Text, rule: Value) -> Notice:
    return Notice(
        "waiting-disputed",
        fill(
            "Kejadian di tepi aturan tiga bulan JKM: cara hitung yang berlaku belum pasti dan hasilnya berbeda "
            "({r}). Tanyakan BPJS sebelum memberi tahu keluarga.",
            "The event is at the edge of the three-month rule of JKM: how months are counted is unsettled and "
            "the readings differ ({r}). Ask BPJS before telling the family.",
            r=readings,
        ),
        rule,
    )


def start_unknown(rule: Value) -> Notice:
    return Notice(
        "start-unknown",
        fill(
            "Mulai kepesertaan tidak diisi; aturan tiga bulan JKM tidak dapat diuji. Isi tanggal menurut BPJS.",
            "The start of membership is missing; the three-month rule of JKM was not tested. Give BPJS's date.",
        ),
        rule,
    )


def restart_unsettled(total: int, unbroken: int, rule: Value) -> Notice:
    return Notice(
        "restart-unsettled",
        fill(
            "{t} bulan dibayar, tetapi hanya {u} bulan terakhir tanpa putus. Belum pasti apakah hitungan mulai "
            "ulang setelah aktif kembali; hasil ini memakai jumlah seluruhnya.",
            "{t} months are paid but only the latest {u} without a break. Whether the count restarts after "
            "re-activation is unsettled; this result uses the total.",
            t=total,
            u=unbroken,
        ),
        rule,
    )


def before_membership(event: date, start: date) -> Notice:
    return Notice(
        "before-membership",
        fill(
            "Kejadian {e} sebelum kepesertaan mulai {s}: tidak ada manfaat.",
            "The event of {e} was before membership began on {s}: no benefit.",
            e=event,
            s=start,
        ),
    )


def before_registration(event: date, registered: date, rule: Value | None) -> Notice:
    return Notice(
        "before-registration",
        fill(
            "Kejadian {e} sebelum pendaftaran {r}, dalam masa yang dihitung mundur. BPJS akan memeriksa; siapkan "
            "surat perjanjian dan bukti bayar.",
            "The event of {e} was before the registration on {r}, in back-dated cover. BPJS will examine it; "
            "have the agreement and the payment at hand.",
            e=event,
            r=registered,
        ),
        rule,
    )


def in_grace(paid_through: date, until: date, rule: Value) -> Notice:
    return Notice(
        "in-grace",
        fill(
            "Iuran dibayar sampai {p}; kejadian dalam masa tenggang sampai {u}. Lunasi tunggakan dahulu, dan "
            "mintalah petugas memeriksa: hak ini tidak diputuskan otomatis.",
            "Premiums are paid through {p}; the event is in grace until {u}. Pay the arrears first and let a "
            "person look: this right is never decided automatically.",
            p=paid_through,
            u=until,
        ),
        rule,
    )


def lapsed(paid_through: date, until: date, rule: Value) -> Notice:
    return Notice(
        "lapsed",
        fill(
            "Iuran dibayar sampai {p} dan masa tenggang habis {u}: kepesertaan nonaktif, tidak ada manfaat. "
            "Periksa riwayat iuran di BPJS.",
            "Premiums are paid through {p} and grace ended on {u}: membership is inactive, no benefit. Check "
            "the payment history with BPJS.",
            p=paid_through,
            u=until,
        ),
        rule,
    )


def ill_at_registration(rule: Value) -> Notice:
    return Notice(
        "ill-at-registration",
        fill(
            "Peserta sakit atau tidak bekerja saat didaftarkan: klaim seperti ini pernah ditolak. Siapkan surat "
            "keterangan bekerja dan saksi dari saat pendaftaran.",
            "The member was ill or not working when registered: such claims have been refused. Have a proof of "
            "work and a witness from that time.",
        ),
        rule,
    )


def too_old(age: int, rule: Value) -> Notice:
    return Notice(
        "age-at-registration",
        fill(
            "Umur saat didaftarkan {a} tahun; pendaftaran hanya sebelum {n} tahun. Klaim dapat ditolak.",
            "The age at registration was {a}; registration is only before {n}. The claim may be refused.",
            a=age,
            n=rule.value,
        ),
        rule,
    )


def not_from_work() -> Notice:
    return Notice(
        "not-from-work",
        fill(
            "Kecelakaan atau cacat yang bukan karena kerja tidak ditanggung JKK; JKM hanya untuk kematian. "
            "Periksa BPJS Kesehatan.",
            "An accident or disability that did not come from work is not covered by JKK; JKM covers death "
            "only. Ask BPJS Kesehatan.",
        ),
    )


def home_care_too_long(months: int, rule: Value) -> Notice:
    return Notice(
        "home-care-too-long",
        fill(
            "Perawatan di rumah {m} bulan; aturan paling lama {n} bulan. Biaya setelah itu tidak diganti.",
            "Home care of {m} months; the rule allows {n}. Later costs are not reimbursed.",
            m=months,
            n=rule.value,
        ),
        rule,
    )


def doctor_chooses(name: Text, row: Mapping[str, int], schedule: Value) -> Notice:
    return Notice(
        "doctor-chooses",
        fill(
            "{n}: dokter menetapkan antara {a} dan {b}; perkiraan memakai yang terendah.",
            "{n}: the doctor decides between {a} and {b}; the estimate takes the lowest.",
            n=name,
            a=percent(row["per_mille"]),
            b=percent(row["up_to"]),
        ),
        schedule,
    )


def cause_examined() -> Notice:
    return Notice(
        "cause-examined",
        fill(
            "BPJS memeriksa apakah sebabnya dari kerja; selama diduga, perawatan dijamin. Siapkan kronologi dan "
            "keterangan dokter.",
            "BPJS examines whether work was the cause; while suspected, treatment is guaranteed. Have the "
            "chronology and the doctor's certificate at hand.",
        ),
    )


def service(rule: Value) -> Notice:
    return Notice(
        "service",
        fill(
            "{l}: menurut kebutuhan medis, tidak ada jumlah yang dapat dihitung.",
            "{l}: by medical need; there is no amount to compute.",
            l=rule.label,
        ),
        rule,
    )


def contributions_short(paid: int, needed: Value) -> Notice:
    return Notice(
        "contributions-short",
        fill(
            "Masa iur {p} bulan; beasiswa jalur JKM memerlukan {n} bulan. Hitung bulan dari semua pembayar.",
            "{p} months of contributions; the scholarship through JKM needs {n}. Count the months of every payer.",
            p=paid,
            n=needed.value,
        ),
        needed,
    )


def contributions_unknown(needed: Value) -> Notice:
    return Notice(
        "contributions-unknown",
        fill(
            "Masa iur tidak diisi; beasiswa jalur JKM memerlukan {n} bulan. Periksa bulan yang dibayar di BPJS.",
            "Paid months are missing; the scholarship through JKM needs {n}. Check the paid months with BPJS.",
            n=needed.value,
        ),
        needed,
    )


def contributions_broken(paid: int, unbroken: int, needed: Value) -> Notice:
    return Notice(
        "contributions-broken",
        fill(
            "Masa iur {p} bulan, tetapi hanya {u} bulan terakhir tanpa putus; belum pasti apakah {n} bulan harus "
            "tanpa putus. Tanyakan BPJS.",
            "{p} paid months but only the latest {u} without a break; whether the {n} must be unbroken is "
            "unsettled. Ask BPJS.",
            p=paid,
            u=unbroken,
            n=needed.value,
        ),
        needed,
    )


def child_beyond_number(number: int, places: Value) -> Notice:
    return Notice(
        "child-beyond-number",
        fill(
            "Anak {k}: beasiswa paling banyak untuk {n} anak.",
            "Child {k}: the scholarship is for {n} children at most.",
            k=number,
            n=places.value,
        ),
        places,
    )


def child_too_old(number: int, limit: Value) -> Notice:
    return Notice(
        "child-too-old",
        fill(
            "Anak {k} sudah {n} tahun atau lebih: tidak mendapat beasiswa.",
            "Child {k} is {n} or older: no scholarship.",
            k=number,
            n=limit.value,
        ),
        limit,
    )


def child_status(number: int, state: Text, rule: Value) -> Notice:
    return Notice(
        "child-status",
        fill("Anak {k} {s}: tidak mendapat beasiswa.", "Child {k} {s}: no scholarship.", k=number, s=state),
        rule,
    )


def child_works_briefly(number: int, rule: Value) -> Notice:
    return Notice(
        "child-works-briefly",
        fill(
            "Anak {k} bekerja paling lama {n} bulan berturut-turut; masih diizinkan, tetapi BPJS akan memeriksa.",
            "Child {k} has worked for at most {n} months on end; still allowed, but BPJS will examine it.",
            k=number,
            n=rule.value,
        ),
        rule,
    )


def paid_yearly(levels: Value) -> Notice:
    return Notice(
        "paid-yearly",
        fill(
            "Beasiswa dibayar setiap tahun selama anak memenuhi syarat; jumlah ini batas paling banyak dengan "
            "anggapan anak naik jenjang setiap tahun.",
            "The scholarship is paid every year while the child meets the conditions; this is the most, assuming "
            "the child moves up every year.",
        ),
        levels,
    )


def other_segment(tariff: Value) -> Notice:
    return Notice(
        "other-segment",
        fill(
            "Perkiraan ini memakai aturan BPU; bagi penerima upah dasar dan syaratnya berbeda. Tanyakan BPJS.",
            "This estimate uses the rules for BPU; base and conditions of wage earners differ. Ask BPJS.",
        ),
        tariff,
    )
