/** Writes on their way: in order, each until it is kept, each once, kept over a reload. */
import { Refused } from "../api";

export interface Write {
  /** Sent as Idempotency-Key: however often it is sent, it is carried out once. */
  key: string;
  path: string;
  body: unknown;
  /** The item that it answers; empty for an undo. */
  item: string;
}

export interface Store {
  get(): string | null;
  set(text: string): void;
}

export interface Hooks {
  send(write: Write): Promise<unknown>;
  kept(write: Write, answer: unknown): void;
  refused(write: Write, why: string): void;
  /** Whether the last try failed and will be repeated. */
  waiting(is: boolean): void;
  wait(milliseconds: number): Promise<void>;
}

const FIRST = 250; // ms before the second try
const LONGEST = 8000;

export class Outbox {
  private writes: Write[];
  private busy = false;

  constructor(private readonly store: Store, private readonly hooks: Hooks) {
    this.writes = parse(store.get());
  }

  /** Ids of items whose answers are on their way. */
  get items(): string[] {
    return this.writes.map((each) => each.item).filter(Boolean);
  }

  get length(): number {
    return this.writes.length;
  }

  add(write: Write): void {
    this.writes.push(write);
    this.save();
    void this.flush();
  }

  /** Send what waits, one after the other; a second call while one is under way does nothing. */
  async flush(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      let pause = FIRST;
      for (let write = this.writes[0]; write; write = this.writes[0]) {
        try {
          const answer = await this.hooks.send(write);
          this.shift();
          pause = FIRST;
          this.hooks.waiting(false);
          this.hooks.kept(write, answer);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          if (error.passing) {
            this.hooks.waiting(true);
            await this.hooks.wait(pause);
            pause = Math.min(pause * 2, LONGEST);
            continue;
          }
          this.shift();
          this.hooks.waiting(false);
          this.hooks.refused(write, error.message);
        }
      }
    } finally {
      this.busy = false;
    }
  }

  private shift(): void {
    this.writes.shift();
    this.save();
  }

  private save(): void {
    this.store.set(JSON.stringify(this.writes));
  }
}

function parse(text: string | null): Write[] {
  if (!text) return [];
  try {
    const found: unknown = JSON.parse(text);
    return Array.isArray(found) ? (found as Write[]) : [];
  } catch {
    return []; // somebody else's text under our name
  }
}

/** Return a key that no other request has. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");
}
