"""Every rate of the test set in one place. Why each is what it is stands in docs/decisions/doubles-set.md."""

from __future__ import annotations

# Thresholds are calibrated on one set and scored on another; neither ever serves the other's purpose.
CALIBRATION_SEED = 2025
BENCH_SEED = 4711

PEOPLE = 100_000
SHARE = 0.03  # rows beyond the first of a person, per person
THREE_TIMES = 0.06  # of the people written more than once, those written three times

# --- who is on the lists -------------------------------------------------------------
HOUSEHOLDS = {"alone": 0.62, "couple": 0.19, "siblings": 0.10, "parent_and_child": 0.09}
VILLAGE_CLANS = 5  # clans that most of a village belong to
OWN_CLAN = 0.75  # households that bear one of them
TWINS = 0.04  # of the pairs of siblings
FATHER_AND_SON = 0.06  # of parent and child of one sex, those of one name
SIBLINGS_ALIKE = 0.3  # siblings who share a first baptismal name
NAMESAKES = 1 / 4_000  # people to whom a namesake of the same birthday and village is born
SINGLE_NAME = 0.025
SECOND_NAME = {"catholic": 0.55, "protestant": 0.35, "muslim": 0.4}
CLAN_BORNE = {"catholic": 0.93, "protestant": 0.97, "muslim": 0.6}
TITLE_OF_SUMBA = 0.25
GIVEN_SKEW = 2.2  # 1 is even; the commonest name of a list of n comes up with (1/n) to the power 1/skew

# --- what their papers say -----------------------------------------------------------
HEAPED = {(1, 1): 0.04, (31, 12): 0.012, (1, 7): 0.006}  # the birthday of those who do not know theirs
BIRTH_CORRECTED = 0.015  # the birthday was corrected later; the NIK keeps the old one

# --- what a village's list has -------------------------------------------------------
LIST_HAS = {"mother_name": 0.75, "household": 0.85, "phone": 0.7}  # lists with that column
CELL_EMPTY = {"mother_name": 0.05, "household": 0.03, "phone": 0.35, "nik": 0.015}  # cells left empty where it has
PHONE_OF_THE_FAMILY = 0.4  # further members of a household who give the first one's number
PHONE_OF_THE_OFFICER = 0.02  # rows with the number of whoever made the list
NIK_OF_A_RELATIVE = 0.001  # rows that bear the NIK of another of the household
SEX_WRONG = 0.002
NO_CODE = 0.03  # rows whose village could not be turned into a code: its name alone
UPPER_CASE = 0.4  # lists written in capitals

# --- the second row of a person ------------------------------------------------------
SAME_LIST = 0.5  # of the doubles: again on the village's own list; the others on a list of another hand
ERRORS = {0: 0.25, 1: 0.38, 2: 0.23, 3: 0.1, 4: 0.04}  # how many at once

# How often each kind comes up among the errors, as weights; the NIK so often that hardly more than half of all
# doubles share it. An error that the row cannot have (a baptismal name left out of a single name) is drawn
# anew, so the realised shares differ.
KINDS = {
    "nik_digit": 17.0,
    "nik_swap": 7.0,
    "nik_lacking": 13.0,
    "nik_length": 3.5,
    "nik_excel": 2.5,
    "nik_second": 1.5,
    "baptismal_left_out": 8.0,
    "clan_left_out": 2.0,
    "nickname": 4.0,
    "name_order": 4.0,
    "abbreviation": 6.0,
    "spelling": 10.0,
    "typing": 4.0,
    "born_1_january": 5.0,
    "birth_swap": 4.0,
    "birth_year": 4.0,
    "birth_day": 2.0,
    "hamlet": 4.0,
    "neighbour_village": 3.5,
    "other_phone": 4.0,
    "mother_misspelt": 3.0,
    "mother_lacking": 2.0,
    "sex_wrong": 0.5,
}
# One cell bears one error, a name two at most.
CELLS = {
    "nik": ("nik_digit", "nik_swap", "nik_lacking", "nik_length", "nik_excel", "nik_second"),
    "name": ("baptismal_left_out", "clan_left_out", "nickname", "name_order", "abbreviation", "spelling", "typing"),
    "birth": ("born_1_january", "birth_swap", "birth_year", "birth_day"),
    "village": ("hamlet", "neighbour_village"),
    "phone": ("other_phone",),
    "mother": ("mother_misspelt", "mother_lacking"),
    "sex": ("sex_wrong",),
}
AT_MOST = {cell: 2 if cell == "name" else 1 for cell in CELLS}
CELL_OF = {kind: cell for cell, kinds in CELLS.items() for kind in kinds}

ISLANDS = {
    "Timor": ("53.01", "53.02", "53.03", "53.04", "53.21", "53.71"),
    "Flores": ("53.06", "53.07", "53.08", "53.09", "53.10", "53.15", "53.16", "53.19"),
    "Sumba": ("53.11", "53.12", "53.17", "53.18"),
    "Alor": ("53.05",),
    "Lembata": ("53.13",),
    "Rote": ("53.14",),
    "Sabu": ("53.20",),
}
ISLAND_OF = {district: island for island, districts in ISLANDS.items() for district in districts}
