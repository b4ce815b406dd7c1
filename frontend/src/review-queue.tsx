/** `<review-queue kind by>`: one component for every kind of review; what stands inside it works without it. */
import { render } from "preact";
import { Refused, ROOT, places, post, upcoming, type Answered, type Item, type Option, type PlacesAnswer, type Undone } from "./api";
import { Help, Palette } from "./help";
import { PLACES, keyMap, loadSettings, meaning, meant, isWriting, type Act, type Context } from "./keys";
import { decode } from "./picture";
import * as machine from "./queue/machine";
import { Outbox, freshKey, type Write } from "./queue/outbox";
import { QueueView, type Actions } from "./queue/view";
import { language, property, readWords, say } from "./words";

const OPTION_ACTS: Record<string, Act> = {
  yes: "accept", accept: "accept", no: "reject", unsure: "unsure", later: "later", merge: "merge", split: "split",
};

const GO_WAIT = 1500; // ms in which the letter after `g` is awaited

class ReviewQueue extends HTMLElement {
  private state = machine.EMPTY;
  private settings = loadSettings();
  private outbox!: Outbox;
  private trouble = false;
  private writing = false;
  private overlay: "" | "help" | "palette" = "";
  private going = 0;
  private fetching = false;
  private shownAt = 0;
  private places = new Map<string, PlacesAnswer>();
  private root!: HTMLElement;

  private get kind(): Context {
    return this.getAttribute("kind") as Context;
  }

  private get by(): string {
    return this.getAttribute("by") ?? "";
  }

  connectedCallback(): void {
    readWords();
    const name = `counterfile-outbox-${this.kind}-${this.by}`;
    this.outbox = new Outbox(
      { get: () => localStorage.getItem(name), set: (text) => localStorage.setItem(name, text) },
      {
        send: (write) => post(write.path, write.body, write.key),
        kept: (write, answer) => this.kept(write, answer),
        refused: (write, why) => this.refused(write, why),
        waiting: (is) => this.set({}, () => (this.trouble = is)),
        wait: (time) => new Promise((done) => setTimeout(done, time)),
      },
    );
    document.addEventListener("keydown", this.pressed);
    void this.outbox.flush();
    void this.more();
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.pressed);
  }

  private set(change: Partial<machine.State>, before?: () => void): void {
    before?.();
    this.state = { ...this.state, ...change };
    this.show();
  }

  private show(): void {
    if (!this.root) {
      // What the server wrote stands until there is something better to show; why a queue is closed, it says itself.
      if (this.state.loading || this.state.closed) return;
      this.root = document.createElement("div");
      this.replaceChildren(this.root);
    }
    const map = keyMap(this.settings);
    const sign = (act: Act) => (this.settings.on ? map[act] : "");
    const item = machine.current(this.state);
    render(
      <>
        <QueueView
          state={this.state}
          act={this.actions}
          look={{
            badge: (option, number) => {
              const act = OPTION_ACTS[option.key];
              return this.settings.on ? (act ? map[act] : String(number)) : "";
            },
            key: (act) => sign(act as Act),
            places: item ? this.places.get(placeKey(item, this.state.evidence)) : undefined,
            writing: this.writing,
            sending: this.outbox.length,
            trouble: this.trouble,
          }}
        />
        {this.overlay === "help" && (
          <Help
            context={this.kind}
            settings={this.settings}
            change={(settings) => this.set({}, () => (this.settings = settings))}
            close={() => this.close()}
          />
        )}
        {this.overlay === "palette" && (
          <Palette
            context={this.kind}
            settings={this.settings}
            run={(act) => this.run(act)}
            go={(path) => location.assign(path)}
            close={() => this.close()}
          />
        )}
      </>,
      this.root,
    );
  }

  private close(): void {
    this.set({}, () => (this.overlay = ""));
  }

  private async more(): Promise<void> {
    if (this.fetching) return;
    this.fetching = true;
    const pending = this.outbox.items;
    const held = [...this.state.later, ...pending, ...this.state.items.map((each) => each.id)];
    try {
      const queue = await upcoming(this.kind, this.by, machine.BATCH, held, language());
      const first = this.state.items.length === 0;
      // Answers given while this was under way are on their way too, and must not come back.
      this.set(machine.loaded(this.state, queue, [...pending, ...this.outbox.items]));
      if (first) this.shownAt = performance.now();
      for (const item of queue.items) void this.prepare(item);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.set({ loading: false, problem: error.message || say("The server does not answer. Is it still running?") });
      if (error.passing) setTimeout(() => void this.more(), 3000);
    } finally {
      this.fetching = false;
    }
  }

  /** Have the pictures of an item's pages ready before it is shown. */
  private async prepare(item: Item): Promise<void> {
    for (const [at, passage] of item.passages.entries()) {
      const key = placeKey(item, at);
      if (passage.page === 0 || this.places.has(key)) continue;
      const marked = passage.highlights.length ? passage.highlights : [{ start: passage.start, end: passage.start + 1 }];
      try {
        const found = await places(passage.document, marked);
        this.places.set(key, found);
        for (const page of found.pages) if (page.picture) decode(page.picture);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        continue; // without a picture the words stand alone
      }
      if (machine.current(this.state)?.id === item.id) this.show();
    }
  }

  private readonly actions: Actions = {
    choose: (option) => this.answer(option),
    write: (value, quote) => this.send("other", { value, quote }),
    aside: () => this.aside(),
    undo: () => this.undo(),
    move: (by) => this.turn(machine.moved(this.state, by)),
    focus: (evidence) => {
      if (evidence !== this.state.evidence) this.set({ evidence });
    },
    note: (note) => this.set({ note }),
    picture: () => this.set({ picture: !this.state.picture }),
    help: () => this.set({}, () => (this.overlay = "help")),
    writing: (on) => this.write(on),
  };

  private turn(state: machine.State, told = ""): void {
    this.writing = false;
    this.shownAt = performance.now();
    const item = machine.current(state);
    const next = item ? say("Next: {question} {title}", { question: `${item.asked ? `${property(item.asked)}. ` : ""}${say(item.question)}`, title: item.title }) : say("Nothing is left to decide here.");
    this.set({ ...state, told: `${told} ${next}`.trim() });
    this.scrollIntoView({ block: "nearest" });
    if (machine.wantsMore(this.state)) void this.more();
  }

  private answer(option: Option): void {
    if (option.answer === "later") {
      // Put aside for the whole screening, on the server: it comes again when all else is read.
      this.send("later");
      return;
    }
    this.send(option.answer);
  }

  private send(answer: string, more: { value?: string; quote?: string } = {}): void {
    const item = machine.current(this.state);
    if (!item) return;
    const note = this.state.note.trim();
    const body = {
      item: item.id,
      answer,
      by: this.by,
      reason: item.reasons.includes(note) ? note : "",
      note: item.reasons.includes(note) ? "" : note,
      value: more.value ?? "",
      quote: more.quote ?? "",
      seconds: Math.round((performance.now() - this.shownAt) / 100) / 10,
    };
    // The screen first, then the server: what is typed is never waited for.
    this.turn(machine.answered(this.state, item.id), say("Answered."));
    this.outbox.add({ key: freshKey(), path: `${ROOT}/queue/${this.kind}/answers`, body, item: item.id });
  }

  private aside(): void {
    const item = machine.current(this.state);
    const later = item?.options.find((each) => each.answer === "later");
    if (later) return this.answer(later);
    if (item) this.turn(machine.putAside(this.state), say("Put aside."));
  }

  private undo(): void {
    const known = this.state.answered.length > 0;
    this.turn(machine.takenBack(this.state), say("Taken back."));
    this.outbox.add({
      key: freshKey(),
      path: `${ROOT}/queue/${this.kind}/undo?lang=${language()}`,
      body: { by: this.by },
      item: "",
    });
    if (!known) this.set({ loading: true });
  }

  private write(on: boolean): void {
    this.set({}, () => (this.writing = on));
    if (on) this.querySelector<HTMLInputElement>("#review-value")?.focus();
  }

  private kept(write: Write, answer: unknown): void {
    if (write.item) {
      if ((answer as Answered).change_sets.length) void this.more();
      return this.show();
    }
    const again = (answer as Undone).again;
    if (again && machine.current(this.state)?.id !== again.id) {
      this.turn(machine.again(this.state, again), say("Taken back."));
      void this.prepare(again);
    } else this.set({ loading: false });
  }

  private refused(write: Write, why: string): void {
    const sentence = why || say("The server refused it.");
    if (write.item) this.turn(machine.refused(this.state, write.item, sentence), sentence);
    else this.set({ loading: false, problem: sentence, told: sentence });
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    if (this.overlay || event.defaultPrevented) return;
    if (event.key === "Escape") {
      if (this.writing) this.write(false);
      (document.activeElement as HTMLElement | null)?.blur?.();
      return;
    }
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
    const found = meaning(event, this.kind, this.settings);
    if (!found) return;
    event.preventDefault();
    if ("option" in found) {
      const option = machine.current(this.state)?.options[found.option - 1];
      if (option) this.answer(option);
      return;
    }
    this.run(found.act);
  };

  private run(act: Act): void {
    const item = machine.current(this.state);
    const option = item?.options.find((each) => OPTION_ACTS[each.key] === act);
    if (option && act !== "later") return this.answer(option);
    switch (act) {
      case "next":
        return this.turn(machine.moved(this.state, 1));
      case "previous":
        return this.turn(machine.moved(this.state, -1));
      case "later":
        return this.aside();
      case "note":
        return this.querySelector<HTMLInputElement>("#review-note")?.focus();
      case "write":
        return item?.free ? this.write(true) : undefined;
      case "evidence-next":
      case "evidence-previous":
        return this.evidence(act === "evidence-next" ? 1 : -1);
      case "original":
        return item?.opens ? location.assign(item.opens) : undefined;
      case "picture":
        return this.actions.picture();
      case "undo":
        return this.undo();
      case "go":
        this.going = window.setTimeout(() => (this.going = 0), GO_WAIT);
        return;
      case "search":
        return document.querySelector<HTMLInputElement>("#q-top")?.focus();
      case "help":
      case "palette":
        return this.set({}, () => (this.overlay = act));
    }
  }

  private evidence(by: 1 | -1): void {
    this.set(machine.evidenceMoved(this.state, by));
    this.querySelectorAll<HTMLElement>(".words")[this.state.evidence]?.scrollIntoView({ block: "nearest" });
  }
}

function placeKey(item: Item, evidence: number): string {
  return `${item.id} ${evidence}`;
}

customElements.define("review-queue", ReviewQueue);
