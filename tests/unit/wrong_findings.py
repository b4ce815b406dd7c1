"""Files of findings that are refused, each with what is said of it; without their claim."""

from __future__ import annotations

CLAIM = 'claim: {en: "so it is", zh: "如此"}\n'

WRONG = [
    ("unit: notice\nmeasure: count\nexpct: 3", r"f\.yaml:4: there is no key expct \(did you mean expected\?\)"),
    ("unit: tender\nmeasure: count", r"f\.yaml:2: there is no unit 'tender'.*procedure"),
    ("unit: notice", r"the key measure is missing"),
    ("unit: notice\nmeasure: count\nmeasure: sum", r"f\.yaml:4: the key measure stands twice"),
    ("unit: notice\nmeasure: count\npopulation: {stage: tendr}", r"f\.yaml:4: stage is never 'tendr' \(did you mean tender"),
    ("unit: notice\nmeasure: count\npopulation:\n  where: {colour: red}", r"f\.yaml:5: there is no column colour"),
    ("unit: notice\nmeasure: count\npopulation: {window: {date: published}}", r"neither from nor to"),
    ("unit: notice\nmeasure: count\npopulation: {window: {date: title, from: 2021}}", r"title is no date of a notice"),
    ("unit: notice\nmeasure: count\npopulation: {window: {date: published, from: 2021-13}}", r"'2021-13' is no date"),
    ("unit: notice\nmeasure: count\nexpected: many", r"'many' stands here, a whole number is wanted"),
    ("unit: notice\nmeasure: count\ntolerance: -1", r"0 or more"),
    ("unit: procedure\nmeasure: share", r"the key of is missing"),
    ("unit: notice\nmeasure: count\nexclude: [{where: {round: 2}}]", r"without a reason"),
    ("unit: notice\nmeasure: count\nexclude: [{reason: x}]", r"either where or ids"),
    ("unit: procedure\nmeasure: count\npopulation: {where: {budget: 5}}", r"ask for a range"),
    ("unit: procedure\nmeasure: count\npopulation: {where: {budget: {from: 5}}}", r"needs its currency"),
    ("unit: procedure\nmeasure: count\nby: opened", r"break down by year: opened_year"),
    ("unit: notice\nmeasure: count\npopulation: {relevant: maybe}", r"relevant is never 'maybe'"),
    ("unit: notice\nmeasure: quotation", r"the key quote is missing"),
    ("unit: organization\nmeasure: quotation\nquote: 人脸", r"has no words of its own"),
    ("unit: notice\nmeasure: count\nquote: 人脸", r"only measure: quotation quotes words"),
    ("unit: notice\nmeasure: first\nof: title", r"title is no day"),
    ("unit: notice\nmeasure: first\nof: published\nexpected: early", r"'early' is no day"),
    ("unit: notice\nmeasure: count\ntop: 3", r"only a rank has a top"),
    ("unit: award\nmeasure: rank\nof: suppliers\ntop: 0", r"1 value or more"),
    ("unit: award\nmeasure: rank\nof: suppliers\nsum: id", r"id is no amount"),
    ("unit: notice\nmeasure: count\nby: [stage, round, method]", r"3 columns break the figure down"),
    ("unit: notice\nmeasure: list\nof: stage\nby: stage", r"only a count or a share is broken down"),
    ("unit: notice\nmeasure: count\ncoverage: 80", r"a part above 0 and up to 1"),
    ("unit: notice\nmeasure: count\nalso: [{name: x}]", r"without where"),
    ("unit: notice\nmeasure: count\nalso: [{name: x, where: {stage: award}, expected: few}]", r"'few' stands here"),
    ("unit: notice\nmeasure: count\npopulation:\n  where:\n    code:size: {from: few}", r"f\.yaml:6: 'few' is no number and no day"),
    ("unit: notice\nmeasure: count\npopulation: {where: {'code:size': {contains: 3}}}", r"the keys are from, to, not, missing"),
    ("unit: notice\nmeasure: count\nby: 'code:'", r"there is no column code:|code: belongs to"),
]  # fmt: skip

BEYOND_THE_SCHEMA = [
    ("unit: notice\nmeasure: count\npopulation: {window: {date: published, from: 2022, to: 2021}}", r"ends before"),
    ("unit: notice\nmeasure: count\npopulation: {where: {text: '。'}}", r"holds nothing to look for"),
    ("- a\n- b", r"it is not YAML|a finding is a list of keys"),
    ("unit: [notice", r"f\.yaml:\d+: it is not YAML"),
    ("unit: notice\nmeasure: quotation\nquote: '。'", r"holds nothing to look for"),
    ("unit: notice\nmeasure: count\nalso: [{name: x, where: {stage: tender}}, {name: x, where: {stage: award}}]", r"called x"),
]  # fmt: skip
"""Wrong in a way that only the parser can know: two places compared, the meaning of a text, no YAML at all."""
