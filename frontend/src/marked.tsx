/** The one highlighter: text in pieces, some of them marked. Positions are code points. */
import type { JSX } from "preact";
import { CodePoints } from "./codepoints";
import { tongue } from "./words";

export interface Range {
  start: number;
  end: number;
}

/** Return a text in pieces, each inside or outside of the ranges; positions count from `offset`. */
export function pieces(text: string, ranges: readonly Range[], offset = 0): { text: string; marked: boolean }[] {
  const points = new CodePoints(text);
  const inside = ranges
    .map((each) => ({ start: Math.max(each.start - offset, 0), end: Math.min(each.end - offset, points.length) }))
    .filter((each) => each.start < each.end)
    .sort((one, other) => one.start - other.start);
  const found: { text: string; marked: boolean }[] = [];
  let at = 0;
  for (const each of inside) {
    if (each.end <= at) continue;
    const start = Math.max(each.start, at);
    if (start > at) found.push({ text: points.slice(at, start), marked: false });
    found.push({ text: points.slice(start, each.end), marked: true });
    at = each.end;
  }
  if (at < points.length) found.push({ text: points.slice(at, points.length), marked: false });
  return found;
}

export function Marked(props: { text: string; ranges: readonly Range[]; offset?: number }): JSX.Element {
  return (
    <span lang={tongue(props.text)}>
      {pieces(props.text, props.ranges, props.offset ?? 0).map((each) => (each.marked ? <mark>{each.text}</mark> : each.text))}
    </span>
  );
}
