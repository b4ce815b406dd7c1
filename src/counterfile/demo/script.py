"""What the first purchases are made to be: the hard cases, and the fifty that the demo inquiry is about.

The rest of a heap is chance. A line may say: ``product``, ``other`` or ``english`` (a number in its list in `plan`) or
``study``; ``buyer`` (county or city, office); ``year`` or ``day`` of publication; ``portal``; ``yuan`` (the budget);
``asks`` and ``inside``, the codes of `plan.LINES` that the notice or only the tender papers state; ``depth`` of “one
person, one file” where they do; ``paper``, the kind of the tender papers; ``award`` or ``open``, how it ends; and more
that makes a notice hard to read.
"""

# ruff: noqa: E501 (lines of the script read across)

from __future__ import annotations

import datetime as dt
from typing import Any

_C0 = 36  # the county whose police bureau, branch, station and city bureau are near-named

SCRIPT: dict[int, dict[str, Any]] = {
    0: {"product": 0, "buyer": (_C0, "公安局"), "year": 2021, "portal": "national", "style": "conflict", "award": True, "yuan": 6_200_000, "asks": "face_recognition vehicles security", "inside": "one_person_one_file", "depth": "line", "paper": "docx"},
    1: {"product": 2, "buyer": (_C0, "公安局城关分局"), "year": 2021, "portal": "provincial", "style": "capitals", "award": True, "yuan": 3_100_000, "asks": "vehicles traffic"},
    2: {"product": 4, "buyer": (_C0, "公安局城关派出所"), "year": 2021, "portal": "cloud", "style": "both", "award": True, "yuan": 2_700_000, "asks": "face_recognition security"},
    3: {"product": 3, "buyer": (-1, "公安局"), "year": 2020, "portal": "national", "lots": 2, "style": "wan_header", "award": True, "summary": True, "yuan": 64_000_000, "asks": "face_recognition stability counter_terrorism security", "inside": "vehicles", "paper": "pdf"},
    4: {"product": 6, "buyer": (_C0, "委政法委员会"), "year": 2021, "portal": "provincial", "pricing": "rate", "award": True, "yuan": 5_500_000, "asks": "one_person_one_file early_warning security stability counter_terrorism", "inside": "relatives social_media", "depth": "paragraph", "paper": "docx"},
    5: {"other": 2, "buyer": (_C0, "第一中学"), "year": 2022, "portal": "cloud", "pricing": "rate", "placeholder": True, "award": True},
    6: {"product": 10, "buyer": (37, "公安局"), "year": 2021, "portal": "works", "joint": True, "award": True, "yuan": 31_000_000, "asks": "face_recognition security"},
    7: {"product": 1, "buyer": (_C0, "公安局"), "year": 2022, "portal": "national", "style": "annex", "award": True, "yuan": 14_000_000, "asks": "one_person_one_file auto_update vehicles security", "inside": "contacts marriage", "depth": "core", "paper": "docx"},
    8: {"other": 11, "buyer": (38, "机关事务服务中心"), "year": 2021, "portal": "national", "pricing": "unit_price", "award": True},
    9: {"product": 7, "buyer": (0, "实验小学"), "year": 2021, "portal": "cloud", "retender": "suffix", "yuan": 2_500_000, "asks": "strangers campus"},
    10: {"product": 5, "buyer": (39, "委宣传部"), "year": 2020, "portal": "provincial", "retender": "new", "yuan": 2_800_000, "asks": "public_posts service"},
    11: {"product": 3, "buyer": (38, "委政法委员会"), "year": 2021, "portal": "national", "lots": 3, "failed_lot": 1, "award": True, "yuan": 22_000_000, "asks": "stability counter_terrorism security vehicles", "inside": "one_person_one_file", "depth": "line", "paper": "pdf"},
    12: {"product": 11, "buyer": (37, "公安局"), "year": 2019, "method": "single", "award": True, "yuan": 47_000_000, "asks": "counter_terrorism stability security"},
    13: {"english": 0, "year": 2020, "portal": "ocds", "award": True, "asks": "face_recognition security"},
    14: {"product": 9, "buyer": (1, "人民医院"), "year": 2021, "portal": "cloud", "style": "cloud", "award": True, "zip": True, "yuan": 3_400_000, "asks": "service face_recognition"},
    15: {"product": 2, "buyer": (40, "公安局"), "year": 2018, "portal": "national", "scheme": 1, "award": True, "yuan": 4_400_000, "asks": "vehicles traffic"},
    16: {"other": 6, "buyer": (41, "住房和城乡建设局"), "year": 2021, "portal": "works", "award": True},
    17: {"product": 3, "buyer": (42, "公安局"), "year": 2013, "portal": "agency", "style": "both", "award": True, "yuan": 16_000_000, "asks": "stability security"},
    18: {"other": 0, "buyer": (38, "人民法院"), "year": 2012, "portal": "agency", "retender": "suffix"},
    19: {"product": 0, "buyer": (43, "公安局"), "year": 2016, "portal": "national", "style": "wan_header", "award": True, "yuan": 8_100_000, "asks": "face_recognition security"},
    20: {"english": 3, "year": 2021, "portal": "donor", "joint": True, "award": True, "asks": "one_person_one_file relatives security", "depth": "core", "paper": "docx", "inside": "auto_update"},
    21: {"product": 1, "buyer": (44, "公安局"), "year": 2021, "portal": "national", "carrier": "docx", "award": True, "yuan": 11_000_000, "asks": "one_person_one_file auto_update security", "inside": "relatives vehicles purchases", "depth": "core", "paper": "pdf"},
    22: {"product": 8, "buyer": (45, "人民法院"), "year": 2021, "portal": "provincial", "carrier": "pdf", "award": True, "yuan": 2_600_000, "asks": "service face_recognition"},
    23: {"product": 5, "buyer": (46, "委政法委员会"), "year": 2021, "portal": "national", "style": "no_unit", "award": True, "yuan": 2_900_000, "asks": "social_media security"},
    24: {"english": 2, "year": 2021, "portal": "eforms", "award": True, "asks": "social_media counter_terrorism security"},
    25: {"other": 7, "buyer": (38, "水利局"), "year": 2021, "portal": "provincial", "award": True},
    26: {"product": 6, "buyer": (47, "委政法委员会"), "year": 2021, "portal": "cloud", "xlsx": True, "award": True, "yuan": 7_300_000, "asks": "one_person_one_file early_warning security", "inside": "relatives contacts", "depth": "paragraph", "paper": "docx"},
    27: {"english": 4, "year": 2021, "portal": "ocds", "award": True},
    28: {"product": 10, "buyer": (2, "城关街道办事处"), "year": 2019, "portal": "works", "retender": "new", "yuan": 9_600_000, "asks": "face_recognition security"},
    29: {"other": 1, "buyer": (39, "交通运输局"), "year": 2021, "portal": "works", "joint": True, "award": True},
    30: {"product": 4, "buyer": (48, "公安局"), "year": 2020, "portal": "national", "joint": True, "award": True, "yuan": 5_100_000, "asks": "face_recognition vehicles security"},
    31: {"english": 1, "year": 2022, "portal": "donor", "retender": "new", "asks": "vehicles traffic"},
    32: {"product": 6, "buyer": (49, "委政法委员会"), "year": 2021, "portal": "national", "award": True, "yuan": 6_800_000, "asks": "one_person_one_file early_warning security", "inside": "ethnicity auto_update counter_terrorism stability", "depth": "paragraph", "paper": "docx"},
    33: {"product": 3, "buyer": (50, "委政法委员会"), "year": 2021, "portal": "provincial", "award": True, "yuan": 38_000_000, "asks": "face_recognition stability counter_terrorism security vehicles", "inside": "one_person_one_file", "depth": "line", "paper": "pdf"},
    34: {"product": 6, "buyer": (61, "委政法委员会"), "day": dt.date(2020, 2, 6), "portal": "provincial", "award": True, "yuan": 4_600_000, "asks": "one_person_one_file ethnicity", "inside": "relatives", "depth": "core", "paper": "docx"},
    35: {"product": 11, "buyer": (51, "公安局"), "year": 2021, "portal": "national", "award": True, "yuan": 208_000_000, "asks": "counter_terrorism stability face_recognition security", "inside": "one_person_one_file vehicles relatives contacts auto_update", "depth": "paragraph", "paper": "zip"},
    36: {"product": 1, "buyer": (52, "公安局"), "year": 2021, "portal": "cloud", "award": True, "yuan": 12_500_000, "asks": "one_person_one_file face_recognition auto_update security", "inside": "early_warning relatives", "depth": "core", "paper": "pdf"},
    37: {"product": 1, "buyer": (53, "公安局城关分局"), "year": 2021, "portal": "national", "open": True, "yuan": 9_300_000, "asks": "one_person_one_file auto_update", "inside": "contacts vehicles stability counter_terrorism security", "depth": "core", "paper": "docx"},
    38: {"product": 0, "buyer": (54, "公安局"), "year": 2021, "portal": "provincial", "award": True, "yuan": 5_400_000, "asks": "face_recognition vehicles traffic"},
    39: {"product": 2, "buyer": (55, "公安局交通警察大队"), "year": 2021, "portal": "cloud", "open": True, "yuan": 3_900_000, "asks": "vehicles traffic"},
    40: {"product": 3, "buyer": (56, "委政法委员会"), "year": 2021, "portal": "national", "award": True, "yuan": 27_000_000, "asks": "stability counter_terrorism security", "inside": "one_person_one_file vehicles", "depth": "line", "paper": "docx"},
    41: {"product": 4, "buyer": (57, "城关街道办事处"), "year": 2021, "portal": "cloud", "open": True, "yuan": 2_900_000, "asks": "face_recognition one_person_one_file security", "depth": "line"},
    42: {"product": 7, "buyer": (52, "第一中学"), "year": 2021, "portal": "provincial", "award": True, "yuan": 2_400_000, "asks": "face_recognition strangers campus"},
    43: {"product": 7, "buyer": (49, "职业技术学校"), "year": 2022, "portal": "cloud", "open": True, "yuan": 2_600_000, "asks": "strangers campus early_warning"},
    44: {"product": 5, "buyer": (53, "委政法委员会"), "year": 2021, "portal": "national", "award": True, "yuan": 3_300_000, "asks": "social_media early_warning stability security counter_terrorism"},
    45: {"product": 6, "buyer": (-3, "委政法委员会"), "year": 2021, "portal": "national", "award": True, "yuan": 15_800_000, "asks": "one_person_one_file early_warning security stability counter_terrorism", "inside": "ethnicity marriage purchases auto_update", "depth": "core", "paper": "pdf"},
    46: {"product": 1, "buyer": (-12, "公安局"), "year": 2021, "portal": "national", "award": True, "yuan": 56_000_000, "asks": "one_person_one_file face_recognition auto_update security", "inside": "early_warning ethnicity purchases vehicles", "depth": "core", "paper": "zip"},
    47: {"product": 10, "buyer": (47, "城关街道办事处"), "year": 2021, "portal": "works", "award": True, "yuan": 8_700_000, "asks": "face_recognition one_person_one_file security", "depth": "line"},
    48: {"product": 8, "buyer": (51, "人民法院"), "year": 2020, "portal": "provincial", "open": True, "yuan": 2_300_000, "asks": "service"},
    49: {"product": 9, "buyer": (54, "人民医院"), "year": 2021, "portal": "cloud", "open": True, "yuan": 4_100_000, "asks": "face_recognition service"},
    50: {"product": 11, "buyer": (45, "公安局"), "year": 2021, "portal": "national", "award": True, "yuan": 88_000_000, "asks": "counter_terrorism stability security", "inside": "one_person_one_file face_recognition contacts marriage auto_update", "depth": "paragraph", "paper": "zip"},
    51: {"product": 1, "buyer": (42, "公安局"), "year": 2021, "portal": "national", "open": True, "yuan": 18_600_000, "asks": "one_person_one_file face_recognition security counter_terrorism stability", "inside": "ethnicity early_warning relatives auto_update", "depth": "core", "paper": "pdf"},
    52: {"product": 0, "buyer": (55, "公安局"), "day": dt.date(2022, 3, 3), "portal": "cloud", "open": True, "yuan": 7_700_000, "asks": "face_recognition early_warning security"},
    53: {"study": dt.date(2016, 11, 18), "buyer": (57, "大数据管理局"), "year": 2017, "portal": "national", "award": True, "paper": "study"},
}  # fmt: skip

CAST = 110
"""Families below this number that the script does not name buy something else, so that a small heap has fifty relevant attempts."""
