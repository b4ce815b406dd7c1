/** `<doc-viewer>`: what the server wrote of a document, with its pages beside it and every passage one key away. */
import { render } from "preact";
import { get, places, Refused, ROOT, type PageAnswer, type PlacesAnswer, type StatementAnswer } from "./api";
import { Help, Palette } from "./help";
import { PLACES, isWriting, keyMap, loadSettings, meaning, meant, type Act } from "./keys";
import type { Range } from "./marked";
import { Picture, outlines, type Outline } from "./picture";
import { Key } from "./queue/view";
import { aimOf, anchorsOf, find, partOf, type Anchor } from "./viewer/anchors";
import { blocksOf, mark, positionIn, spansOf, unmark, type Block } from "./viewer/places";
import { property, readWords, say, value } from "./words";

const ZOOMS = [50, 75, 100, 125, 150, 200, 300];
type Pane = "text" | "pages" | "copy";

interface Page<T> {
  items: T[];
  next: string | null;
}

class DocViewer extends HTMLElement {
  private settings = loadSettings();
  private overlay: "" | "help" | "palette" = "";
  private pane: Pane = "text";
  private zoom = 100;
  private lit = true;
  private pages: PageAnswer[] = [];
  private page = 1;
  private onPage: PlacesAnswer | undefined;
  private focusPlaces: PlacesAnswer | undefined;
  private statements: StatementAnswer[] = [];
  private ranges: Range[] = [];
  private marks: HTMLElement[] = [];
  private aimed = "";
  private told = "";
  private lost = false;
  private going = 0;
  private bar!: HTMLElement;
  private sheets!: HTMLElement;
  private reader!: HTMLElement;

  private get digest(): string {
    return this.getAttribute("document") ?? "";
  }

  private get blocks(): Block[] {
    return blocksOf(this.reader);
  }

  connectedCallback(): void {
    readWords();
    const reader = this.querySelector<HTMLElement>(".reader");
    if (!reader) return;
    this.reader = reader;
    this.bar = document.createElement("div");
    this.bar.className = "viewer-head";
    this.sheets = document.createElement("div");
    this.sheets.className = "sheets";
    this.prepend(this.bar);
    reader.insertBefore(this.sheets, reader.querySelector(".says"));
    document.addEventListener("keydown", this.pressed);
    window.addEventListener("hashchange", this.moved);
    reader.addEventListener("click", this.clicked);
    this.show();
    void this.begin();
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.pressed);
    window.removeEventListener("hashchange", this.moved);
  }

  private async begin(): Promise<void> {
    await Promise.all([this.loadPages(), this.loadStatements()]);
    if (this.pages.length && matchMedia("(min-width: 60rem)").matches) this.pane = "pages";
    this.show();
    await this.follow();
    if (this.pane === "pages" && !this.focusPlaces) await this.turnTo(this.page);
  }

  private async loadPages(): Promise<void> {
    if (!Number(this.getAttribute("pages"))) return;
    this.pages = await every<PageAnswer>(`${ROOT}/documents/${this.digest}/pages?limit=200`, 10);
  }

  private async loadStatements(): Promise<void> {
    this.statements = await every<StatementAnswer>(`${ROOT}/documents/${this.digest}/statements?limit=200`, 10);
  }

  // Going to a passage

  private readonly moved = (): void => void this.follow();

  /** Stay on the page where a link leads to another passage of this very document. */
  private readonly clicked = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const link = (event.target as Element | null)?.closest<HTMLAnchorElement>("a[href]");
    if (!link || link.pathname !== location.pathname || !aimOf(link.hash)) return;
    const aim = aimOf(link.hash);
    if (!aim || !("statement" in aim)) return;
    event.preventDefault();
    this.aim(`#ev=${aim.statement}`);
  };

  private aim(hash: string): void {
    if (location.hash === hash) void this.follow();
    else location.hash = hash;
  }

  private async follow(): Promise<void> {
    const aim = aimOf(location.hash);
    if (!aim) return;
    if ("ranges" in aim) return this.highlight(aim.ranges, "");
    if ("hit" in aim) {
      const found = this.reader.querySelector(`#hit-${aim.hit}`)?.parentElement?.querySelectorAll<HTMLElement>("mark.hit");
      const ranges = found ? [...found].slice(0, 1).flatMap((each) => this.rangeOf(each)) : [];
      return ranges.length ? this.highlight(ranges, "") : this.lose();
    }
    const statement = this.statements.find((each) => each.id === aim.statement) ?? (await this.ask(aim.statement));
    if (!statement) return this.lose();
    const ranges = this.anchored(anchorsOf(statement));
    if (!ranges) return this.lose();
    const name = `${property(statement.property)}: ${value(statement.value)}`;
    await this.highlight(ranges, statement.id, name);
  }

  private async ask(id: string): Promise<StatementAnswer | undefined> {
    try {
      const found = await get<StatementAnswer>(`${ROOT}/statements/${encodeURIComponent(id)}`);
      return found.document === this.digest ? found : undefined;
    } catch (error) {
      if (error instanceof Refused) return undefined;
      throw error;
    }
  }

  /** Return where anchors stand in the text as it is now; null where the first one is lost. */
  private anchored(anchors: Anchor[]): Range[] | null {
    const same = this.getAttribute("reading");
    const found: Range[] = [];
    for (const [at, anchor] of anchors.entries()) {
      const range = anchor.reading === same ? { start: anchor.start, end: anchor.end } : this.search(anchor);
      if (range) found.push(range);
      else if (at === 0) return null;
    }
    return found;
  }

  /** Look for an anchor of another Reading among the words that this page shows. */
  private search(anchor: Anchor): Range | null {
    const text: string[] = [];
    for (const block of this.blocks) {
      const signs = Array.from(block.element.textContent ?? "");
      let at = 0;
      for (const span of block.spans) {
        for (let place = span.start; place < span.end; place++) text[place] = signs[at++] ?? "";
        at++;
      }
    }
    return find(text, anchor)?.range ?? null;
  }

  private rangeOf(element: HTMLElement): Range[] {
    const block = element.closest<HTMLElement>("[data-at]");
    if (!block) return [];
    const before = document.createRange();
    before.selectNodeContents(block);
    before.setEndBefore(element);
    const text = block.textContent ?? "";
    const spans = spansOf(block.dataset["at"] ?? "");
    const start = positionIn(text, spans, before.toString().length);
    const end = positionIn(text, spans, before.toString().length + (element.textContent ?? "").length);
    return start !== null && end !== null && start < end ? [{ start, end }] : [];
  }

  private async highlight(ranges: Range[], statement: string, name = ""): Promise<void> {
    const first = ranges[0];
    if (!first) return;
    const starts = (this.getAttribute("starts") ?? "0").split(" ").map(Number);
    const part = partOf(first.start, starts);
    if (part !== Number(this.getAttribute("part") ?? 1)) {
      location.assign(`${location.pathname}?part=${part}${location.hash}`);
      return;
    }
    unmark(this.marks);
    this.ranges = ranges;
    this.aimed = statement;
    this.marks = mark(this.blocks, ranges, "now");
    if (!this.marks.length) return this.lose();
    this.lost = false;
    const at = this.statements.findIndex((each) => each.id === statement);
    const words = this.marks.map((each) => each.textContent).join("");
    this.told = [
      name || say("Passage"),
      `“${words.slice(0, 120)}”`,
      at >= 0 ? say("{n} of {all}", { n: at + 1, all: this.statements.length }) : "",
    ].filter(Boolean).join(" · ");
    this.reader.querySelectorAll(".sayings .now").forEach((each) => each.classList.remove("now"));
    if (statement) {
      const link = this.reader.querySelector(`.sayings a[href*="ev=${CSS.escape(statement)}"]`);
      link?.closest("div")?.classList.add("now");
    }
    const target = this.marks[0] as HTMLElement;
    for (let each = target.closest("details"); each; each = each.parentElement?.closest("details") ?? null) each.open = true;
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "center" });
    this.focusPlaces = undefined;
    this.show();
    const page = this.pages.find((each) => each.start <= first.start && first.start < each.end);
    if (!page) return;
    const [found] = await Promise.all([this.located(ranges), this.turnTo(page.number)]);
    if (this.ranges !== ranges) return; // somebody has gone on meanwhile
    this.focusPlaces = found;
    this.show();
    this.sheets.querySelector(".outline.focus")?.scrollIntoView({ block: "nearest" });
  }

  private lose(): void {
    unmark(this.marks);
    this.marks = [];
    this.ranges = [];
    this.aimed = "";
    this.lost = true;
    this.told = say("The passage that was asked for is lost: this document no longer says it in these words.");
    this.show();
  }

  private step(by: 1 | -1): void {
    const count = this.statements.length;
    if (!count) return;
    const at = this.statements.findIndex((each) => each.id === this.aimed);
    const next = this.statements[at < 0 ? (by > 0 ? 0 : count - 1) : (at + by + count) % count];
    if (next) this.aim(`#ev=${next.id}`);
  }

  // Pages

  private async located(ranges: Range[]): Promise<PlacesAnswer | undefined> {
    if (!ranges.length) return undefined;
    try {
      return await places(this.digest, ranges);
    } catch (error) {
      if (error instanceof Refused) return undefined;
      throw error;
    }
  }

  private async turnTo(number: number): Promise<void> {
    const page = this.pages.find((each) => each.number === number);
    if (!page) return;
    if (this.page === number && this.onPage) return;
    this.page = number;
    this.onPage = undefined;
    this.show();
    const spans = [
      ...this.statements.flatMap((each) => anchorsOf(each)),
      ...[...this.reader.querySelectorAll<HTMLElement>("mark.hit")].flatMap((each) => this.rangeOf(each)),
    ].filter((each) => page.start < each.end && each.start < page.end);
    const found = await this.located(spans.map(({ start, end }) => ({ start, end })));
    if (this.page !== number) return;
    this.onPage = found;
    this.show();
  }

  private turn(by: 1 | -1): void {
    const next = this.page + by;
    if (!this.pages.some((each) => each.number === next)) return;
    this.told = say("Page {page} of {pages}", { page: next, pages: this.pages.length });
    void this.turnTo(next);
    this.reader.querySelector(`#page-${next}`)?.scrollIntoView({ block: "start" });
  }

  private setPane(pane: Pane): void {
    this.pane = pane;
    this.show();
    if (pane === "pages" && !this.onPage) void this.turnTo(this.page);
  }

  private nextPane(): void {
    const panes = this.panes();
    this.setPane(panes[(panes.indexOf(this.pane) + 1) % panes.length] ?? "text");
  }

  private panes(): Pane[] {
    return ["text", ...(this.pages.length ? ["pages" as const] : []), ...(this.getAttribute("copy") ? ["copy" as const] : [])];
  }

  private setZoom(by: 1 | -1 | 0): void {
    const at = ZOOMS.indexOf(this.zoom);
    this.zoom = by ? (ZOOMS[Math.min(Math.max(at + by, 0), ZOOMS.length - 1)] ?? 100) : 100;
    this.show();
  }

  // Copying

  /** The passage with all that it takes to find it again. */
  private citation(): string {
    const words = this.marks.map((each) => each.textContent).join("") || window.getSelection()?.toString() || "";
    const link = `${location.origin}${location.pathname}${this.aimed ? `#ev=${this.aimed}` : this.ranges.length ? `#at=${this.ranges.map((each) => `${each.start}-${each.end}`).join(",")}` : ""}`;
    return [
      words && `“${words}”`,
      [this.getAttribute("heading"), this.getAttribute("date")].filter(Boolean).join(", "),
      `SHA-256 ${this.digest}`,
      link,
    ].filter(Boolean).join("\n");
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.citation());
      this.told = say("Copied: the passage, the document, its date, its digest and a link.");
    } catch {
      // A browser that keeps the clipboard to itself: the text is shown to be copied by hand.
      this.told = this.citation();
    }
    this.show();
  }

  // Keys

  private readonly pressed = (event: KeyboardEvent): void => {
    if (this.overlay || event.defaultPrevented) return;
    if (this.going && !isWriting(event)) {
      const place = PLACES[meant(event)];
      clearTimeout(this.going);
      this.going = 0;
      if (place) {
        event.preventDefault();
        location.assign(place.path);
      }
      return;
    }
    const found = meaning(event, "viewer", this.settings);
    if (!found || !("act" in found)) return;
    event.preventDefault();
    this.run(found.act);
  };

  private run(act: Act): void {
    switch (act) {
      case "evidence-next":
        return this.step(1);
      case "evidence-previous":
        return this.step(-1);
      case "page-next":
        return this.turn(1);
      case "page-previous":
        return this.turn(-1);
      case "picture":
        return this.nextPane();
      case "zoom-in":
        return this.setZoom(1);
      case "zoom-out":
        return this.setZoom(-1);
      case "fit":
        return this.setZoom(0);
      case "highlights":
        this.lit = !this.lit;
        return this.show();
      case "copy":
        return void this.copy();
      case "go":
        this.going = window.setTimeout(() => (this.going = 0), 1500);
        return;
      case "search":
        return document.querySelector<HTMLInputElement>("#q-top")?.focus();
      case "help":
      case "palette":
        this.overlay = act;
        return this.show();
    }
  }

  // What is seen

  private show(): void {
    this.reader.classList.toggle("with-sheets", this.pane === "pages");
    this.reader.classList.toggle("with-copy", this.pane === "copy");
    this.reader.classList.toggle("no-highlights", !this.lit);
    render(this.barView(), this.bar);
    render(this.pane === "text" ? null : this.pane === "copy" ? this.frameView() : this.pageView(), this.sheets);
  }

  private barView() {
    const map = keyMap(this.settings);
    const key = (act: Act) => (this.settings.on ? map[act] : "");
    const names: Record<Pane, string> = { text: say("Text"), pages: say("Text and pages"), copy: say("As published") };
    const panes = this.panes();
    const close = () => {
      this.overlay = "";
      this.show();
    };
    return (
      <>
        <div class="viewer-bar" role="toolbar" aria-label={say("Viewer")}>
          {panes.length > 1 && (
            <span class="group">
              {panes.map((each) => (
                <button type="button" aria-pressed={this.pane === each} onClick={() => this.setPane(each)}>
                  {names[each]}
                </button>
              ))}
              <Key sign={key("picture")} />
            </span>
          )}
          {this.pane === "pages" && (
            <span class="group">
              <button type="button" onClick={() => this.turn(-1)} aria-label={say("Previous page")}>
                ‹
              </button>
              <span class="from">{say("Page {page} of {pages}", { page: this.page, pages: this.pages.length })}</span>
              <button type="button" onClick={() => this.turn(1)} aria-label={say("Next page")}>
                ›
              </button>
              <button type="button" onClick={() => this.setZoom(-1)} aria-label={say("Smaller")}>
                −
              </button>
              <button type="button" onClick={() => this.setZoom(0)} title={say("Fit the width")}>
                {this.zoom} %
              </button>
              <button type="button" onClick={() => this.setZoom(1)} aria-label={say("Larger")}>
                +
              </button>
            </span>
          )}
          {this.statements.length > 0 && (
            <span class="group">
              <button type="button" onClick={() => this.step(-1)}>
                {say("Previous passage")} <Key sign={key("evidence-previous")} />
              </button>
              <button type="button" onClick={() => this.step(1)}>
                {say("Next passage")} <Key sign={key("evidence-next")} />
              </button>
            </span>
          )}
          <span class="group">
            <button type="button" aria-pressed={this.lit} onClick={() => this.run("highlights")}>
              {say("Highlights")} <Key sign={key("highlights")} />
            </button>
            <button type="button" onClick={() => void this.copy()}>
              {say("Copy")} <Key sign={key("copy")} />
            </button>
            <button type="button" onClick={() => this.run("help")}>
              {say("Keys")} <Key sign={key("help")} />
            </button>
          </span>
        </div>
        <p class={this.lost ? "viewer-told lost" : "viewer-told"} role="status" aria-live="polite">
          {this.told}
        </p>
        {this.overlay === "help" && (
          <Help
            context="viewer"
            settings={this.settings}
            change={(settings) => {
              this.settings = settings;
              this.show();
            }}
            close={close}
          />
        )}
        {this.overlay === "palette" && (
          <Palette
            context="viewer"
            settings={this.settings}
            run={(act) => this.run(act)}
            go={(path) => location.assign(path)}
            close={close}
          />
        )}
      </>
    );
  }

  private pageView() {
    const page = this.pages.find((each) => each.number === this.page);
    if (!page) return null;
    if (!page.picture) return <p class="box warn-box" lang="en">{page.withheld}</p>;
    const said: Outline[] = this.onPage ? outlines(this.onPage, page.number, "said") : [];
    const focus: Outline[] = this.focusPlaces ? outlines(this.focusPlaces, page.number, "focus") : [];
    return (
      <figure class={`zoom-${this.zoom}`}>
        <Picture address={page.picture} page={page} outlines={[...said, ...focus]} highlights={this.lit} />
        <figcaption class="from">{say("Personal identifiers are painted over. The original stays sealed in the archive.")}</figcaption>
      </figure>
    );
  }

  private frameView() {
    const query = this.aimed ? `?ev=${encodeURIComponent(this.aimed)}#ev` : "";
    return (
      <figure>
        <iframe
          class="copy-frame"
          sandbox=""
          title={say("The notice as it was published, without scripts and pictures")}
          src={`${this.getAttribute("copy")}${query}`}
        />
        <figcaption class="from">
          {say("A copy without scripts, styles and pictures; personal identifiers are masked. Nothing in it can ask another server for anything.")}
        </figcaption>
      </figure>
    );
  }
}

/** Return a list's items, page after page, at most so many pages. */
async function every<T>(address: string, most: number): Promise<T[]> {
  const found: T[] = [];
  let next: string | null = address;
  for (let page = 0; next && page < most; page++) {
    try {
      const got: Page<T> = await get<Page<T>>(next);
      found.push(...got.items);
      next = got.next;
    } catch (error) {
      if (error instanceof Refused) return found; // a document without text has neither pages nor statements
      throw error;
    }
  }
  return found;
}

customElements.define("doc-viewer", DocViewer);
