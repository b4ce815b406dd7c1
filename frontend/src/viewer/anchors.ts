/** What the part of an address behind `#` points at, and how an anchor is found again or said to be lost. */
import type { StatementAnswer } from "../api";
import type { Range } from "../marked";

export type Aim = { statement: string } | { ranges: Range[] } | { hit: number } | null;

/** Read `#ev=ID`, `#ev-ID` (which works without a script), `#at=12-30,40-44` and `#hit-3`. */
export function aimOf(hash: string): Aim {
  const said = decodeURIComponent(hash.replace(/^#/, ""));
  const statement = /^ev[=-](st-[\w-]+)$/.exec(said);
  if (statement?.[1]) return { statement: statement[1] };
  const hit = /^hit-(\d+)$/.exec(said);
  if (hit?.[1]) return { hit: Number(hit[1]) };
  if (/^at=\d+-\d+(,\d+-\d+)*$/.test(said)) {
    const ranges = said
      .slice(3)
      .split(",")
      .map((each) => each.split("-").map(Number) as [number, number])
      .map(([start, end]) => ({ start, end }));
    return ranges.every((each) => each.start < each.end) ? { ranges } : null;
  }
  return null;
}

export interface Anchor {
  reading: string;
  start: number;
  end: number;
  exact: string;
  prefix: string;
  suffix: string;
  page: number;
}

/** Return the anchors of a statement, its own words first. */
export function anchorsOf(statement: StatementAnswer): Anchor[] {
  return statement.evidence.map((target) => {
    const anchor: Anchor = { reading: target.state.value, start: 0, end: 0, exact: "", prefix: "", suffix: "", page: 0 };
    for (const each of target.selector) {
      if (each.type === "TextPositionSelector") Object.assign(anchor, { start: each.start, end: each.end });
      else if (each.type === "TextQuoteSelector")
        Object.assign(anchor, { exact: each.exact, prefix: each.prefix, suffix: each.suffix });
      else anchor.page = Number(/page=(\d+)/.exec(each.value)?.[1] ?? 0);
    }
    return anchor;
  });
}

export type Found = { range: Range; how: "position" | "quote" } | null;

/**
 * Find an anchor in a text: at its position, else where its words stand once, or once with what stood around them.
 *
 * @param text code points, so that positions agree with the server's
 * @returns null where it is lost: rather lost than wrong
 */
export function find(text: readonly string[], anchor: Anchor): Found {
  const exact = Array.from(anchor.exact);
  if (!exact.length) return null;
  if (matches(text, exact, anchor.start)) return { range: { start: anchor.start, end: anchor.start + exact.length }, how: "position" };
  const places: number[] = [];
  for (let at = 0; at + exact.length <= text.length; at++) if (matches(text, exact, at)) places.push(at);
  const prefix = Array.from(anchor.prefix);
  const suffix = Array.from(anchor.suffix);
  const around = places.filter(
    (at) => matches(text, prefix, at - prefix.length) && matches(text, suffix, at + exact.length),
  );
  const only = places.length === 1 ? places : around;
  const at = only[0];
  return only.length === 1 && at !== undefined ? { range: { start: at, end: at + exact.length }, how: "quote" } : null;
}

function matches(text: readonly string[], words: readonly string[], at: number): boolean {
  return at >= 0 && words.every((sign, place) => text[at + place] === sign);
}

/** Return the part of a document, from 1, that a position stands in. */
export function partOf(position: number, starts: readonly number[]): number {
  let part = 1;
  starts.forEach((start, at) => {
    if (start <= position) part = at + 1;
  });
  return part;
}
