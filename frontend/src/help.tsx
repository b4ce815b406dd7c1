/** The overlay of keys, where each can be changed and all can be switched off, and the palette of acts. */
import { useState } from "preact/hooks";
import type { JSX } from "preact";
import { CONTEXTS, PLACES, collisions, keyMap, meant, storeSettings, type Act, type Context, type Settings } from "./keys";
import { say } from "./words";

export function actName(act: Act): string {
  switch (act) {
    case "next":
      return say("Next item");
    case "previous":
      return say("Previous item");
    case "accept":
      return say("Accept");
    case "reject":
      return say("Reject");
    case "unsure":
      return say("Unsure");
    case "later":
      return say("Later");
    case "note":
      return say("Note");
    case "write":
      return say("Another value");
    case "evidence-next":
      return say("Next passage");
    case "evidence-previous":
      return say("Previous passage");
    case "original":
      return say("Open the document");
    case "picture":
      return say("Text or picture");
    case "merge":
      return say("They are the same");
    case "split":
      return say("They are different");
    case "undo":
      return say("Undo");
    case "go":
      return say("Go to a page");
    case "search":
      return say("Search");
    case "help":
      return say("Keys");
    case "palette":
      return say("All acts");
    case "page-previous":
      return say("Previous page");
    case "page-next":
      return say("Next page");
    case "zoom-in":
      return say("Larger");
    case "zoom-out":
      return say("Smaller");
    case "fit":
      return say("Fit the width");
    case "highlights":
      return say("Highlights on or off");
    case "copy":
      return say("Copy the passage with its source");
  }
}

interface HelpProps {
  context: Context;
  settings: Settings;
  change(settings: Settings): void;
  close(): void;
}

export function Help({ context, settings, change, close }: HelpProps): JSX.Element {
  const [asked, ask] = useState<Act | null>(null);
  const [problem, tell] = useState("");
  const map = keyMap(settings);
  const set = (next: Settings) => {
    storeSettings(next);
    change(next);
  };
  const press = (event: KeyboardEvent) => {
    if (!asked || event.isComposing || ["Shift", "Control", "Alt", "Meta", "Tab"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return ask(null);
    const sign = event.ctrlKey || event.metaKey ? `Mod+${meant(event).toLowerCase()}` : meant(event);
    const next = { ...settings, changed: { ...settings.changed, [asked]: sign } };
    const taken = collisions(keyMap(next), context).flat().find((each) => each !== asked);
    if (sign.length > 1 && !sign.startsWith("Mod+")) tell(say("One character is wanted."));
    else if (/^[0-9]$/.test(sign)) tell(say("Digits choose the numbered answers."));
    else if (taken) tell(say("{key} is taken: {act}", { key: sign, act: actName(taken) }));
    else {
      set(next);
      tell("");
      ask(null);
    }
  };
  return (
    <Dialog name={say("Keys")} close={close} onKeyDown={press}>
      <p>
        <label class="check">
          <input
            type="checkbox"
            checked={settings.on}
            onChange={(event) => set({ ...settings, on: event.currentTarget.checked })}
          />{" "}
          {say("Single keys are on")}
        </label>
      </p>
      {problem && <p role="alert" class="box warn-box">{problem}</p>}
      <table class="keys">
        <tbody>
          {context !== "viewer" && (
            <tr>
              <th scope="row">{say("Choose a numbered answer")}</th>
              <td>
                <kbd>1</kbd>–<kbd>9</kbd>
              </td>
              <td />
            </tr>
          )}
          {CONTEXTS[context].map((act) => (
            <tr>
              <th scope="row">{actName(act)}</th>
              <td>
                <kbd>{map[act].replace("Mod+", "Ctrl ")}</kbd>
              </td>
              <td>
                <button type="button" class="plain" onClick={() => ask(act)} aria-label={say("Change the key of: {act}", { act: actName(act) })}>
                  {asked === act ? say("press a key …") : say("change")}
                </button>
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row">{say("Go to a page")}</th>
            <td colSpan={2}>
              {Object.entries(PLACES).map(([letter, place]) => (
                <span class="place">
                  <kbd>{map.go}</kbd> <kbd>{letter}</kbd> {say(place.name)}
                </span>
              ))}
            </td>
          </tr>
        </tbody>
      </table>
      <p class="review-tools">
        <button type="button" class="plain" onClick={() => set({ on: true, changed: {} })}>
          {say("As delivered")}
        </button>
        <button type="button" onClick={close}>
          {say("Close")}
        </button>
      </p>
    </Dialog>
  );
}

export function Palette(props: { context: Context; settings: Settings; run(act: Act): void; go(path: string): void; close(): void }): JSX.Element {
  const [typed, type] = useState("");
  const map = keyMap(props.settings);
  const rows = [
    ...CONTEXTS[props.context]
      .filter((act) => act !== "palette" && act !== "go")
      .map((act) => ({ name: actName(act), key: map[act], run: () => props.run(act) })),
    ...Object.entries(PLACES).map(([letter, place]) => ({
      name: say(place.name),
      key: `${map.go} ${letter}`,
      run: () => props.go(place.path),
    })),
  ].filter((row) => row.name.toLowerCase().includes(typed.toLowerCase()));
  return (
    <Dialog name={say("All acts")} close={props.close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          props.close();
          rows[0]?.run();
        }}
      >
        <label class="hidden" for="palette-words">
          {say("Search")}
        </label>
        <input id="palette-words" type="search" value={typed} autocomplete="off" onInput={(event) => type(event.currentTarget.value)} />
      </form>
      <ul class="palette">
        {rows.map((row) => (
          <li>
            <button
              type="button"
              class="plain"
              onClick={() => {
                props.close();
                row.run();
              }}
            >
              <span>{row.name}</span> <kbd>{row.key.replace("Mod+", "Ctrl ")}</kbd>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Dialog(props: { name: string; close(): void; onKeyDown?: (event: KeyboardEvent) => void; children: preact.ComponentChildren }): JSX.Element {
  const open = (element: HTMLDialogElement | null) => {
    if (element && !element.open) element.showModal();
  };
  const handlers = props.onKeyDown ? { onKeyDown: props.onKeyDown } : {};
  return (
    <dialog class="overlay" ref={open} aria-label={props.name} onClose={props.close} {...handlers}>
      <h2>{props.name}</h2>
      {props.children}
    </dialog>
  );
}
