/** From positions in a document's text to places on the page and back. Positions are code points. */
import { CodePoints } from "../codepoints";
import type { Range } from "../marked";

/** An element whose text stands in the document at these stretches, one after the other with a line's end between. */
export interface Block {
  element: HTMLElement;
  spans: Range[];
}

/** Return the stretches of a `data-at` attribute: `120-130 145-150`. */
export function spansOf(at: string): Range[] {
  return at
    .split(" ")
    .filter(Boolean)
    .map((each) => {
      const [start, end] = each.split("-").map(Number);
      return { start: start ?? 0, end: end ?? 0 };
    });
}

export function blocksOf(root: ParentNode): Block[] {
  return [...root.querySelectorAll<HTMLElement>("[data-at]")].map((element) => ({
    element,
    spans: spansOf(element.dataset["at"] ?? ""),
  }));
}

/**
 * Return where a range of the document stands in one element's text, in UTF-16 units of that text.
 *
 * @param text the element's whole text
 * @param spans the stretches that it shows
 */
export function unitsIn(text: string, spans: readonly Range[], range: Range): Range[] {
  const points = new CodePoints(text);
  const found: Range[] = [];
  let at = 0;
  for (const span of spans) {
    const start = Math.max(range.start, span.start);
    const end = Math.min(range.end, span.end);
    if (start < end) found.push({ start: points.unit(at + start - span.start), end: points.unit(at + end - span.start) });
    at += span.end - span.start + 1; // the line's end between two blocks of one cell
  }
  return found;
}

/** Return where a UTF-16 offset of an element's text stands in the document, a code point; null between two blocks. */
export function positionIn(text: string, spans: readonly Range[], unit: number): number | null {
  const point = new CodePoints(text).point(unit);
  let at = 0;
  for (const span of spans) {
    const size = span.end - span.start;
    if (point >= at && point <= at + size) return span.start + point - at;
    at += size + 1;
  }
  return null;
}

/** Mark ranges of the document inside blocks; return the marks in order. */
export function mark(blocks: readonly Block[], ranges: readonly Range[], name: string): HTMLElement[] {
  const made: HTMLElement[] = [];
  for (const range of ranges) {
    for (const block of blocks) {
      if (!block.spans.some((span) => span.start < range.end && range.start < span.end)) continue;
      for (const units of unitsIn(block.element.textContent ?? "", block.spans, range)) {
        made.push(...wrap(block.element, units, name));
      }
    }
  }
  return made;
}

/** Take marks away again. */
export function unmark(marks: readonly HTMLElement[]): void {
  for (const each of marks) {
    const parent = each.parentNode;
    each.replaceWith(...each.childNodes);
    parent?.normalize();
  }
}

function wrap(element: HTMLElement, units: Range, name: string): HTMLElement[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const pieces: { node: Text; start: number; end: number }[] = [];
  let at = 0;
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    const start = Math.max(units.start - at, 0);
    const end = Math.min(units.end - at, node.data.length);
    if (start < end) pieces.push({ node, start, end });
    at += node.data.length;
  }
  return pieces.map(({ node, start, end }) => {
    const inside = start > 0 ? node.splitText(start) : node;
    if (end - start < inside.data.length) inside.splitText(end - start);
    const made = document.createElement("mark");
    made.className = name;
    inside.replaceWith(made);
    made.append(inside);
    return made;
  });
}
