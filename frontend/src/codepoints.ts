/**
 * The one place where positions change their unit. The server counts Unicode code points, as the W3C's Web Annotation
 * model does; JavaScript counts UTF-16 units, of which a character beyond U+FFFF (many rare ideographs) takes two.
 */
export class CodePoints {
  /** UTF-16 offsets of the characters that take two units, ascending; empty for nearly every text. */
  private readonly wide: number[] = [];
  readonly length: number;

  constructor(readonly text: string) {
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit < 0xd800 || unit > 0xdbff) continue;
      const next = text.charCodeAt(at + 1);
      if (next >= 0xdc00 && next <= 0xdfff) this.wide.push(at++);
    }
    this.length = text.length - this.wide.length;
  }

  /** Return the UTF-16 offset of a code point. */
  unit(point: number): number {
    const inside = Math.min(Math.max(point, 0), this.length);
    // Before the n-th wide character (from 0) stand its offset less n code points.
    let low = 0;
    let high = this.wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.wide[middle] as number) - middle < inside) low = middle + 1;
      else high = middle;
    }
    return inside + low;
  }

  /** Return the code point that a UTF-16 offset stands at; inside a pair, that of the pair. */
  point(unit: number): number {
    const inside = Math.min(Math.max(unit, 0), this.text.length);
    let low = 0;
    let high = this.wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.wide[middle] as number) < inside) low = middle + 1;
      else high = middle;
    }

    return inside - low;
  }

  slice(start: number, end: number): string {
    return this.text.slice(this.unit(start), this.unit(end));
  }
}
