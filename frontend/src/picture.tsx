/** A page's picture, or the part of it around some words, with our boxes drawn over it. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { PageSize, PlacesAnswer } from "./api";
import { say } from "./words";

export interface Outline {
  left: number;
  top: number;
  width: number;
  height: number;
  kind: "said" | "focus" | "hit";
  id?: string;
  words?: string;
}

export interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
}

const BESIDE = 24; // points shown around the words of a crop
const PADDING = 1.5;

/** Return the part of a page to show around boxes: full width, as high as they need and not less than a paragraph. */
export function crop(page: PageSize, boxes: readonly Frame[]): Frame {
  if (!boxes.length) return { left: 0, top: 0, width: page.width, height: page.height };
  const top = Math.min(...boxes.map((each) => each.top)) - 3 * BESIDE;
  const bottom = Math.max(...boxes.map((each) => each.top + each.height)) + 3 * BESIDE;
  const first = Math.max(0, top);
  return { left: 0, top: first, width: page.width, height: Math.min(page.height, bottom) - first };
}

/** Return the outlines of some stretches on one page. */
export function outlines(found: PlacesAnswer, page: number, kind: Outline["kind"]): Outline[] {
  return found.places
    .filter((each) => each.page === page)
    .flatMap((each) => each.boxes.map((box) => ({ ...box, kind })));
}

export function Picture(props: {
  address: string;
  page: { number: number; width: number; height: number };
  outlines: readonly Outline[];
  frame?: Frame;
  highlights?: boolean;
}): JSX.Element {
  const { page } = props;
  const [failed, fail] = useState("");
  const frame = props.frame ?? { left: 0, top: 0, width: page.width, height: page.height };
  // Outlines over nothing would look like an empty page.
  if (failed === props.address) return <p class="box warn-box">{say("The picture of page {page} cannot be shown; its text can be read.", { page: page.number })}</p>;
  return (
    <svg
      class="page-picture"
      viewBox={`${frame.left} ${frame.top} ${frame.width} ${frame.height}`}
      role="img"
      aria-label={say("Picture of page {page}", { page: page.number })}
    >
      <image href={props.address} onError={() => fail(props.address)} width={page.width} height={page.height} preserveAspectRatio="none" />
      {props.highlights !== false &&
        props.outlines.map((each) => (
          <rect
            class={`outline ${each.kind}`}
            id={each.id}
            x={each.left - PADDING}
            y={each.top - PADDING / 2}
            width={Math.max(each.width + 2 * PADDING, 1)}
            height={each.height + PADDING}
            rx={1.5}
          >
            {each.words && <title>{each.words}</title>}
          </rect>
        ))}
    </svg>
  );
}

/** Fetch and decode pictures before they are shown. */
export function decode(address: string): void {
  const image = new Image();
  image.src = address;
  image.decode?.().catch(() => undefined); // a picture that cannot be decoded is shown as such when its turn comes
}
