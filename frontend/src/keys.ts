/** Which key does what: remappable, one meaning in each context, silent while somebody writes. */

export type Act =
  | "next" | "previous" | "accept" | "reject" | "unsure" | "later" | "note" | "write"
  | "evidence-next" | "evidence-previous" | "original" | "picture" | "merge" | "split"
  | "undo" | "go" | "search" | "help" | "palette"
  | "page-previous" | "page-next" | "zoom-in" | "zoom-out" | "fit" | "highlights" | "copy";

export type Context = "screen" | "fields" | "links" | "code" | "adjudicate" | "viewer";

/** Defaults: the character that a key gives. */
export const DEFAULTS: Record<Act, string> = {
  next: "j", previous: "k", accept: "y", reject: "x", unsure: "u", later: "s", note: "n", write: "w",
  "evidence-next": "e", "evidence-previous": "E", original: "o", picture: "t", merge: "m", split: "p",
  undo: "z", go: "g", search: "/", help: "?", palette: "Mod+k",
  "page-previous": "[", "page-next": "]", "zoom-in": "+", "zoom-out": "-", fit: "f", highlights: "h", copy: "c",
};

const EVERYWHERE: Act[] = ["go", "search", "help", "palette"];
const QUEUE: Act[] = [
  "next", "previous", "unsure", "later", "note", "evidence-next", "evidence-previous", "original", "picture", "undo",
  ...EVERYWHERE,
];

/** What can be done where. Digits always choose the numbered answer. */
export const CONTEXTS: Record<Context, Act[]> = {
  screen: ["accept", "reject", ...QUEUE],
  fields: ["accept", "reject", "write", ...QUEUE],
  links: ["merge", "split", ...QUEUE],
  code: ["accept", "reject", ...QUEUE],
  adjudicate: ["accept", "reject", ...QUEUE],
  viewer: [
    "evidence-next", "evidence-previous", "picture", "page-previous", "page-next", "zoom-in", "zoom-out", "fit",
    "highlights", "copy", ...EVERYWHERE,
  ],
};

/** Letters that follow `g`, and where they lead. */
export const PLACES: Record<string, { path: string; name: string }> = {
  s: { path: "/", name: "Start" },
  f: { path: "/findings", name: "Findings" },
  p: { path: "/procedures", name: "Procedures" },
  o: { path: "/organizations", name: "Organizations" },
  r: { path: "/review", name: "Review" },
  m: { path: "/coverage", name: "What is missing" },
  t: { path: "/status", name: "Status" },
  d: { path: "/judgements", name: "Decisions" },
};

export type KeyMap = Record<Act, string>;

export interface Settings {
  on: boolean;
  changed: Partial<KeyMap>;
}

export function keyMap(settings: Settings): KeyMap {
  return { ...DEFAULTS, ...settings.changed };
}

/** Return the acts of one context that share a key with another; empty where every key has one meaning. */
export function collisions(map: KeyMap, context: Context): [Act, Act][] {
  const found: [Act, Act][] = [];
  const acts = CONTEXTS[context];
  acts.forEach((one, at) => {
    if (/^[0-9]$/.test(map[one])) found.push([one, one]);
    for (const other of acts.slice(at + 1)) if (map[one] === map[other]) found.push([one, other]);
  });
  return found;
}

/** What of a keyboard event decides. */
export interface Press {
  key: string;
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
  keyCode: number;
  target: EventTarget | null;
}

const LETTER = /^Key([A-Z])$/;
const DIGIT = /^(?:Digit|Numpad)([0-9])$/;

/** Return the character that is meant: the key's own, else that of its place where the layout gives no Latin one. */
export function meant(press: Pick<Press, "key" | "code" | "shiftKey">): string {
  const digit = DIGIT.exec(press.code);
  if (press.key.length === 1 && press.key.charCodeAt(0) < 128) return press.key;
  const letter = LETTER.exec(press.code);
  if (letter?.[1]) return press.shiftKey ? letter[1] : letter[1].toLowerCase();
  if (digit?.[1] && !press.shiftKey) return digit[1];
  // Full-width forms, as a Chinese input method gives them for punctuation.
  if (press.key.length === 1) {
    const point = press.key.charCodeAt(0);
    if (point >= 0xff01 && point <= 0xff5e) return String.fromCharCode(point - 0xfee0);
  }
  return press.key;
}

/** Return whether somebody writes: in an input method, a field, or with a modifier. */
export function isWriting(press: Press): boolean {
  if (press.isComposing || press.keyCode === 229) return true;
  if (press.ctrlKey || press.metaKey || press.altKey) return true;
  return inField(press.target);
}

export function inField(target: EventTarget | null): boolean {
  const element = target as { tagName?: string; isContentEditable?: boolean; type?: string } | null;
  if (!element?.tagName) return false;
  if (element.isContentEditable) return true;
  const name = element.tagName.toUpperCase();
  if (name === "INPUT") return !["checkbox", "radio", "button", "submit"].includes(element.type ?? "text");
  return name === "TEXTAREA" || name === "SELECT";
}

export type Meaning = { act: Act } | { option: number } | null;

/** Return what a key press means in a context; null where it means nothing. */
export function meaning(press: Press, context: Context, settings: Settings): Meaning {
  const map = keyMap(settings);
  const modified = (press.ctrlKey || press.metaKey) && !press.altKey && !press.shiftKey;
  if (modified && !press.isComposing && press.keyCode !== 229) {
    const wanted = `Mod+${meant(press).toLowerCase()}`;
    const act = CONTEXTS[context].find((each) => map[each] === wanted);
    return act ? { act } : null;
  }
  if (!settings.on || isWriting(press)) return null;
  const sign = meant(press);
  if (/^[1-9]$/.test(sign) && context !== "viewer") return { option: Number(sign) };
  const act = CONTEXTS[context].find((each) => map[each] === sign);
  return act ? { act } : null;
}

const STORED = "counterfile-keys";

export function loadSettings(): Settings {
  try {
    const found = JSON.parse(localStorage.getItem(STORED) ?? "") as Partial<Settings>;
    return { on: found.on !== false, changed: found.changed ?? {} };
  } catch {
    return { on: true, changed: {} };  // nothing stored, or storage is off: the defaults
  }
}

export function storeSettings(settings: Settings): void {
  localStorage.setItem(STORED, JSON.stringify(settings));
}
