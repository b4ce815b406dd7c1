import { describe, expect, test } from "vitest";
import { CONTEXTS, DEFAULTS, PLACES, collisions, keyMap, meaning, type Act, type Context, type Press, type Settings } from "../src/keys";

const ON: Settings = { on: true, changed: {} };

function press(key: string, more: Partial<Press> = {}): Press {
  const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : "";
  return {
    key, code, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false,
    isComposing: false, keyCode: 0, target: null, ...more,
  };
}

describe("the key map", () => {
  test.each(Object.keys(CONTEXTS) as Context[])("has one meaning for each key in %s", (context) => {
    expect(collisions(keyMap(ON), context)).toEqual([]);
  });

  test("has one place for each letter behind g, and every act has a key", () => {
    expect(new Set(Object.keys(PLACES)).size).toBe(Object.keys(PLACES).length);
    expect(Object.values(CONTEXTS).flat().filter((act) => !DEFAULTS[act])).toEqual([]);
  });

  test("tells of a collision that a change makes", () => {
    expect(collisions(keyMap({ on: true, changed: { note: "z" } }), "fields")).toContainEqual(["note", "undo"]);
    expect(collisions(keyMap({ on: true, changed: { note: "1" } }), "fields")).not.toEqual([]);
  });
});

describe("a key press", () => {
  test("does what the map says, and digits choose answers", () => {
    expect(meaning(press("j"), "fields", ON)).toEqual({ act: "next" });
    expect(meaning(press("3", { code: "Digit3" }), "fields", ON)).toEqual({ option: 3 });
    expect(meaning(press("E", { shiftKey: true }), "screen", ON)).toEqual({ act: "evidence-previous" });
  });

  test("means nothing while a Chinese input method is composing", () => {
    expect(meaning(press("y", { isComposing: true }), "screen", ON)).toBeNull();
    expect(meaning(press("Process", { keyCode: 229, code: "KeyY" }), "screen", ON)).toBeNull();
    expect(meaning(press("1", { keyCode: 229, code: "Digit1" }), "screen", ON)).toBeNull();
  });

  test.each(["INPUT", "TEXTAREA", "SELECT"])("means nothing inside of %s", (tagName) => {
    const target = { tagName, type: "text" } as unknown as EventTarget;

    expect(meaning(press("y", { target }), "screen", ON)).toBeNull();
  });

  test.each(["ctrlKey", "metaKey", "altKey"])("means nothing with %s held, but for the palette", (modifier) => {
    expect(meaning(press("y", { [modifier]: true }), "screen", ON)).toBeNull();
    expect(meaning(press("k", { ctrlKey: true }), "screen", ON)).toEqual({ act: "palette" });
  });

  test("is understood by its place on a layout without Latin letters", () => {
    expect(meaning(press("о", { code: "KeyJ" }), "fields", ON)).toEqual({ act: "next" });
    expect(meaning(press("？", { code: "Slash", shiftKey: true }), "fields", ON)).toEqual({ act: "help" });
  });

  test("is what the key gives where it gives a letter, whatever its place", () => {
    expect(meaning(press("y", { code: "KeyZ" }), "screen", ON)).toEqual({ act: "accept" });
  });

  test("means nothing when single keys are off, but for the palette", () => {
    const off: Settings = { on: false, changed: {} };

    expect(meaning(press("y"), "screen", off)).toBeNull();
    expect(meaning(press("2", { code: "Digit2" }), "screen", off)).toBeNull();
    expect(meaning(press("k", { ctrlKey: true }), "screen", off)).toEqual({ act: "palette" });
  });

  test("does what a person has set", () => {
    const changed: Settings = { on: true, changed: { accept: "r" } as Partial<Record<Act, string>> };

    expect(meaning(press("r"), "screen", changed)).toEqual({ act: "accept" });
    expect(meaning(press("y"), "screen", changed)).toBeNull();
  });
});
