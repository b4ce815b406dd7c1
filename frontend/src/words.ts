/** The interface's words: English sentences are the keys, the page brings their translation as data. */

export interface Words {
  language: string;
  sentences: Record<string, string>;
  properties: Record<string, string>;
  values: Record<string, string>;
}

let words: Words = { language: "en", sentences: {}, properties: {}, values: {} };

/** Take the words from the page's data block, which no script engine runs. */
export function readWords(from: ParentNode = document): void {
  const block = from.querySelector("script#island-words");
  if (block?.textContent) words = JSON.parse(block.textContent) as Words;
}

export function setWords(given: Words): void {
  words = given;
}

export function language(): string {
  return words.language;
}

/** Return a sentence in the interface's language with its placeholders filled. */
export function say(sentence: string, values: Record<string, string | number> = {}): string {
  const found = words.sentences[sentence] ?? sentence;
  return found.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** Return the name of a property, or the word itself. */
export function property(code: string): string {
  return words.properties[code] ?? say(code);
}

/** Return a value as people read it: codes by their names, amounts with their thousands set apart. */
export function value(said: string): string {
  const amount = /^([A-Z]{3}) (\d+)(\.\d+)?( [a-z_]+)?$/.exec(said);
  if (amount) {
    const whole = (amount[2] ?? "").replace(/\B(?=(\d{3})+$)/g, ",");
    const basis = (amount[4] ?? "").trim();
    const tail = basis && basis !== "total" ? ` (${words.values[basis] ?? basis})` : "";
    return `${amount[1]} ${whole}${amount[3] ?? ""}${tail}`;
  }
  return words.values[said] ?? said;
}

const HAN = /\p{Script=Han}/u;

/** Return the language tag of a text, for `lang`. */
export function tongue(text: string): string {
  return HAN.test(text) ? "zh-Hans" : "en";
}
