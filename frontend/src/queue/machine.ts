/** What the review queue is and what happens to it: pure, so that it is tested without a browser. */
import type { Item, Queue } from "../api";

export interface State {
  /** Items in hand; the one at `at` is shown. */
  items: Item[];
  at: number;
  /** Items that wait on the server, those in hand and those put aside included. */
  left: number;
  closed: string;
  loading: boolean;
  /** Answers given since the page was opened. */
  done: number;
  /** Ids put aside for now, the newest last. */
  later: string[];
  /** Items answered since the page was opened, the newest last: what an undo shows again at once. */
  answered: Item[];
  /** Which of the item's passages is in focus. */
  evidence: number;
  picture: boolean;
  note: string;
  /** What went wrong last, a sentence; empty where nothing did. */
  problem: string;
  /** What was done last, for a screen reader. */
  told: string;
}

export const EMPTY: State = {
  items: [], at: 0, left: 0, closed: "", loading: true, done: 0, later: [], answered: [],
  evidence: 0, picture: false, note: "", problem: "", told: "",
};

/** Items in hand behind which more are fetched: the one shown and the next three. */
export const AHEAD = 4;

/** Items fetched at once: keys may come faster than answers are kept. */
export const BATCH = 8;

export function current(state: State): Item | undefined {
  return state.items[state.at];
}

export function wantsMore(state: State): boolean {
  const waiting = state.left - state.items.length - state.later.length;
  return !state.loading && state.items.length < AHEAD && waiting > 0;
}

function shown(state: State, at: number): State {
  const last = Math.max(0, state.items.length - 1);
  return { ...state, at: Math.min(Math.max(at, 0), last), evidence: 0, note: "" };
}

/** More items came; those in hand stay where they are. */
export function loaded(state: State, queue: Queue, pending: readonly string[]): State {
  const known = new Set([...state.items.map((each) => each.id), ...pending, ...state.later]);
  const fresh = queue.items.filter((each) => !known.has(each.id));
  return {
    ...state,
    items: [...state.items, ...fresh],
    left: Math.max(queue.left - pending.length, state.items.length + fresh.length),
    closed: queue.closed,
    loading: false,
  };
}

/** The item is answered: the next one takes its place at once, whatever the server says later. */
export function answered(state: State, id: string): State {
  const item = state.items.find((each) => each.id === id);
  if (!item) return state;
  const at = state.items.indexOf(item);
  const items = state.items.filter((each) => each !== item);
  const next = { ...state, items, left: Math.max(0, state.left - 1), done: state.done + 1, problem: "" };
  return { ...shown(next, at < items.length ? at : 0), answered: [...state.answered, item] };
}

/** Put aside for now: it is not asked again until the page is opened anew. */
export function putAside(state: State): State {
  const item = current(state);
  if (!item) return state;
  const items = state.items.filter((each) => each !== item);
  return shown({ ...state, items, later: [...state.later, item.id] }, state.at < items.length ? state.at : 0);
}

export function moved(state: State, by: 1 | -1): State {
  return shown(state, state.at + by);
}

export function evidenceMoved(state: State, by: 1 | -1): State {
  const count = current(state)?.passages.length ?? 0;
  return count ? { ...state, evidence: (state.evidence + by + count) % count } : state;
}

/** The last answer of this page is taken back: its item is shown again at once. */
export function takenBack(state: State): State {
  const item = state.answered.at(-1);
  if (!item) return { ...state, loading: true };
  return again({ ...state, answered: state.answered.slice(0, -1), done: Math.max(0, state.done - 1) }, item);
}

/** An item is shown again, as after an undo that the server carried out. */
export function again(state: State, item: Item): State {
  const rest = state.items.filter((each) => each.id !== item.id);
  const left = state.left + (rest.length === state.items.length ? 1 : 0);
  return { ...shown({ ...state, items: [item, ...rest] }, 0), left, loading: false, problem: "" };
}

/** An answer was refused: the item comes back with the reason. */
export function refused(state: State, id: string, why: string): State {
  const item = state.answered.findLast((each) => each.id === id);
  const kept = { ...state, answered: state.answered.filter((each) => each !== item), problem: why };
  return item ? { ...again(kept, item), problem: why, done: Math.max(0, kept.done - 1) } : kept;
}
