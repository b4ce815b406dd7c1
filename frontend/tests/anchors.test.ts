import { describe, expect, test } from "vitest";
import { aimOf, find, partOf, type Anchor } from "../src/viewer/anchors";

const anchor = (more: Partial<Anchor>): Anchor => ({
  reading: "rd-1", start: 0, end: 0, exact: "", prefix: "", suffix: "", page: 0, ...more,
});
const text = (words: string) => Array.from(words);

describe("what an address points at", () => {
  test.each([
    ["#ev=st-ab-1", { statement: "st-ab-1" }],
    ["#ev-st-ab-1", { statement: "st-ab-1" }],
    ["#hit-3", { hit: 3 }],
    ["#at=12-30,40-44", { ranges: [{ start: 12, end: 30 }, { start: 40, end: 44 }] }],
    ["#at=30-12", null],
    ["#main", null],
    ["", null],
  ])("%s", (hash, expected) => {
    expect(aimOf(hash)).toEqual(expected);
  });
});

describe("an anchor", () => {
  test("is found at its position", () => {
    expect(find(text("𠀋预算五万"), anchor({ start: 3, exact: "五万" }))?.how).toBe("position");
  });

  test("is found by its words where they stand once", () => {
    expect(find(text("公告𠀋预算五万"), anchor({ start: 1, exact: "五万" }))).toEqual({ range: { start: 5, end: 7 }, how: "quote" });
  });

  test("is told from others by what stands around it", () => {
    const found = find(text("保证金五万元，预算五万元"), anchor({ start: 90, exact: "五万", prefix: "预算", suffix: "元" }));

    expect(found?.range).toEqual({ start: 9, end: 11 });
  });

  test("is lost rather than wrong", () => {
    expect(find(text("保证金五万元，预算五万元"), anchor({ start: 90, exact: "五万" }))).toBeNull();
    expect(find(text("预算六万元"), anchor({ start: 2, exact: "五万" }))).toBeNull();
  });

  test("lies in the part that its position is in", () => {
    expect([0, 9, 10, 25].map((each) => partOf(each, [0, 10, 20]))).toEqual([1, 1, 2, 3]);
  });
});
