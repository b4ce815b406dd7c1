import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CodePoints } from "../src/codepoints";
import { pieces } from "../src/marked";
import { positionIn, unitsIn } from "../src/viewer/places";

/** Latin, common ideographs, ideographs of Extension B and beyond (two UTF-16 units each), and combining signs. */
const sign = fc.oneof(
  fc.constantFrom("a", "9", "。", "\n", "é"),
  fc.integer({ min: 0x4e00, max: 0x9fff }).map((each) => String.fromCodePoint(each)),
  fc.integer({ min: 0x20000, max: 0x2a6df }).map((each) => String.fromCodePoint(each)),
  fc.integer({ min: 0x30000, max: 0x3134a }).map((each) => String.fromCodePoint(each)),
);
const text = fc.array(sign, { maxLength: 60 }).map((each) => each.join(""));

describe("code points and UTF-16 units", () => {
  test("a slice is what the server's slice is", () => {
    fc.assert(
      fc.property(text, fc.nat(70), fc.nat(70), (words, one, other) => {
        const [start, end] = [Math.min(one, other), Math.max(one, other)];
        expect(new CodePoints(words).slice(start, end)).toBe(Array.from(words).slice(start, end).join(""));
      }),
    );
  });

  test("there and back is the same place", () => {
    fc.assert(
      fc.property(text, fc.nat(70), (words, point) => {
        const points = new CodePoints(words);
        const inside = Math.min(point, points.length);
        expect(points.point(points.unit(inside))).toBe(inside);
      }),
    );
  });

  test("the length is that of the code points, a lone surrogate counting as one", () => {
    fc.assert(
      fc.property(text, (words) => {
        expect(new CodePoints(words).length).toBe(Array.from(words).length);
      }),
    );
    expect(new CodePoints("甲\ud840").length).toBe(2);
  });

  test("the middle of a pair belongs to its character", () => {
    const points = new CodePoints("a𠀋b");

    expect([points.point(1), points.point(2), points.point(3)]).toEqual([1, 1, 2]);
  });

  test("highlighted pieces join to the text, and mark what the server meant", () => {
    fc.assert(
      fc.property(text, fc.nat(60), fc.nat(60), fc.nat(1000), (words, one, other, offset) => {
        const [start, end] = [Math.min(one, other), Math.max(one, other)];
        const found = pieces(words, [{ start: start + offset, end: end + offset }], offset);
        expect(found.map((each) => each.text).join("")).toBe(words);
        const marked = found.filter((each) => each.marked).map((each) => each.text).join("");
        expect(marked).toBe(Array.from(words).slice(start, end).join(""));
      }),
    );
  });
});

describe("places in an element", () => {
  test("a range inside one stretch is found and leads back", () => {
    fc.assert(
      fc.property(text, fc.nat(500), fc.nat(60), fc.nat(60), (words, offset, one, other) => {
        const size = Array.from(words).length;
        const [start, end] = [Math.min(one, other, size), Math.min(Math.max(one, other), size)];
        fc.pre(start < end);
        const spans = [{ start: offset, end: offset + size }];
        const [units] = unitsIn(words, spans, { start: offset + start, end: offset + end });
        expect(units && words.slice(units.start, units.end)).toBe(Array.from(words).slice(start, end).join(""));
        expect(units && positionIn(words, spans, units.start)).toBe(offset + start);
      }),
    );
  });

  test("two blocks of one cell are told apart by the line's end between them", () => {
    const spans = [{ start: 10, end: 12 }, { start: 40, end: 43 }];

    expect(unitsIn("𠀋甲\n乙丙丁", spans, { start: 41, end: 43 })).toEqual([{ start: 5, end: 7 }]);
    expect(positionIn("𠀋甲\n乙丙丁", spans, 5)).toBe(41);
  });
});
