/** The queue as it is seen: evidence first, one decision a screen. */
import type { JSX } from "preact";
import type { Item, Option, Passage, PlacesAnswer } from "../api";
import { Marked } from "../marked";
import { Picture, crop, outlines } from "../picture";
import { property, say, tongue, value } from "../words";
import { current, type State } from "./machine";

export interface Actions {
  choose(option: Option): void;
  write(value: string, quote: string): void;
  aside(): void;
  undo(): void;
  move(by: 1 | -1): void;
  focus(evidence: number): void;
  note(text: string): void;
  picture(): void;
  help(): void;
  writing(on: boolean): void;
}

export interface Look {
  badge(option: Option, number: number): string;
  key(act: string): string;
  places: PlacesAnswer | undefined;
  writing: boolean;
  sending: number;
  trouble: boolean;
}

export function QueueView(props: { state: State; look: Look; act: Actions }): JSX.Element {
  const { state, look, act } = props;
  const item = current(state);
  return (
    <div class="review">
      <Head state={state} look={look} act={act} />
      {state.problem && (
        <p class="box warn-box" role="alert">
          {state.problem}
        </p>
      )}
      {item ? <One key={item.id} item={item} state={state} look={look} act={act} /> : <Nothing state={state} />}
      <p class="hidden" role="status" aria-live="polite">
        {state.told}
      </p>
    </div>
  );
}

function Head({ state, look, act }: { state: State; look: Look; act: Actions }): JSX.Element {
  return (
    <div class="review-head">
      <p class="review-count">
        <b>{say("{n} left", { n: state.left.toLocaleString("en") })}</b>
        {state.done > 0 && <span> · {say("{n} answered", { n: state.done })}</span>}
        {state.later.length > 0 && <span> · {say("{n} put aside", { n: state.later.length })}</span>}
        {look.trouble ? (
          <span class="tag warn">{say("{n} not saved yet, trying again", { n: look.sending })}</span>
        ) : (
          look.sending > 0 && <span class="from"> · {say("saving")}</span>
        )}
      </p>
      <p class="review-tools">
        <button type="button" class="plain" onClick={act.undo}>
          {say("Undo")} <Key sign={look.key("undo")} />
        </button>
        <button type="button" class="plain" onClick={act.help}>
          {say("Keys")} <Key sign={look.key("help")} />
        </button>
      </p>
    </div>
  );
}

function Nothing({ state }: { state: State }): JSX.Element {
  if (state.loading) return <p class="review-nothing">{say("Looking for what comes next …")}</p>;
  if (state.closed)
    return (
      <p class="box" lang="en">
        {state.closed}
      </p>
    );
  return (
    <p class="review-nothing">
      {state.later.length > 0
        ? say("Nothing is left but what you put aside. Load the page again to see it.")
        : say("Nothing is left to decide here.")}
    </p>
  );
}

interface OneProps {
  item: Item;
  state: State;
  look: Look;
  act: Actions;
}

function One({ item, state, look, act }: OneProps): JSX.Element {
  return (
    <article class="review-item" aria-labelledby="review-question">
      <header class="review-title">
        <h2 id="review-question">
          {item.asked && <span class="asked">{property(item.asked)}</span>}
          <span>{say(item.question)}</span>
        </h2>
        <p class="review-about" lang={tongue(item.title)}>
          {item.title || say("without a title")}
        </p>
      </header>
      <div class="review-evidence">
        {item.rows.length > 0 && <Comparison item={item} />}
        <Evidence item={item} state={state} look={look} act={act} />
      </div>
      <div class="review-side">
        <Answers item={item} look={look} act={act} />
        {look.writing && <Other item={item} act={act} />}
        {item.consequences.length > 0 && (
          <ul class="consequences">
            {item.consequences.map((each) => (
              <li>{say(each.words, { n: each.count })}</li>
            ))}
          </ul>
        )}
        {item.opinions.length > 0 && (
          <ul class="opinions">
            {item.opinions.map((each) => (
              <li>
                <span class="tag person">{each.by}</span> {say(OPINIONS[each.answer] ?? each.answer)}
                {each.reason && <q lang={tongue(each.reason)}>{each.reason}</q>}
              </li>
            ))}
          </ul>
        )}
        <Facts item={item} />
        <label class="note-field">
          <span>
            {say("Note")} <Key sign={look.key("note")} />
          </span>
          <input
            id="review-note"
            type="text"
            maxLength={500}
            value={state.note}
            list={item.reasons.length ? "review-reasons" : undefined}
            onInput={(event) => act.note(event.currentTarget.value)}
          />
          {item.reasons.length > 0 && (
            <datalist id="review-reasons">
              {item.reasons.map((each) => (
                <option value={each} />
              ))}
            </datalist>
          )}
        </label>
        <p class="review-tools">
          {state.items.length > 1 && (
            <>
              <button type="button" class="plain" onClick={() => act.move(-1)} disabled={state.at === 0}>
                {say("Previous item")} <Key sign={look.key("previous")} />
              </button>
              <button
                type="button"
                class="plain"
                onClick={() => act.move(1)}
                disabled={state.at >= state.items.length - 1}
              >
                {say("Next item")} <Key sign={look.key("next")} />
              </button>
            </>
          )}
          {item.opens && (
            <a id="review-original" href={item.opens}>
              {say("Open the document")} <Key sign={look.key("original")} />
            </a>
          )}
        </p>
      </div>
    </article>
  );
}

const OPINIONS: Record<string, string> = {
  yes: "relevant",
  no: "not relevant",
  unsure: "unsure",
  later: "later",
  "not-a-document": "not a document",
};

function Facts({ item }: { item: Item }): JSX.Element | null {
  if (!item.facts.length && !item.why) return null;
  return (
    <dl class="review-facts">
      {item.facts.map((each) => (
        <div>
          <dt>{say(each.name)}</dt>
          <dd lang={tongue(each.value)}>{value(each.value)}</dd>
        </div>
      ))}
      {item.why && (
        <div>
          <dt>{say("Why it is asked")}</dt>
          <dd>{say(item.why)}</dd>
        </div>
      )}
    </dl>
  );
}

function Answers({ item, look, act }: { item: Item; look: Look; act: Actions }): JSX.Element {
  return (
    <ol class="answers" aria-label={say("Answers")}>
      {item.options.map((each, at) => (
        <li>
          <button type="button" class={`answer ${each.key}`} onClick={() => act.choose(each)}>
            <span class="badge" aria-hidden="true">
              {look.badge(each, at + 1)}
            </span>
            <span lang={each.said ? tongue(each.label) : undefined}>{each.said ? value(each.label) : say(each.label)}</span>
          </button>
        </li>
      ))}
      {item.free && (
        <li>
          <button type="button" class="answer other" onClick={() => act.writing(!look.writing)} aria-expanded={look.writing}>
            <span class="badge" aria-hidden="true">
              {look.key("write")}
            </span>
            <span>{say("Another value")}</span>
          </button>
        </li>
      )}
      {!item.options.some((each) => each.answer === "later") && (
        <li>
          <button type="button" class="answer later" onClick={act.aside}>
            <span class="badge" aria-hidden="true">
              {look.key("later")}
            </span>
            <span>{say("later")}</span>
          </button>
        </li>
      )}
    </ol>
  );
}

function Other({ item, act }: { item: Item; act: Actions }): JSX.Element {
  const submit = (event: Event) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    act.write(String(data.get("value") ?? ""), String(data.get("quote") ?? ""));
  };
  return (
    <form class="other-value" onSubmit={submit}>
      <label>
        {say("The right value")}
        <input id="review-value" name="value" type="text" maxLength={2000} required autocomplete="off" />
      </label>
      <label>
        {say("The words of the document that say it")}
        <input name="quote" type="text" maxLength={2000} autocomplete="off" lang={tongue(item.title)} />
      </label>
      <p class="from">{say("With its words a value can be checked, and teaches how others like it are read.")}</p>
      <button type="submit">{say("Keep this value")}</button>
    </form>
  );
}

function Evidence({ item, state, look, act }: OneProps): JSX.Element {
  return (
    <>
      <ul class="evidence" aria-label={say("Evidence")}>
        {item.passages.map((each, at) => (
          <Words
            passage={each}
            option={item.options.findIndex((option) => option.answer === each.option)}
            several={item.passages.some((other) => other.option !== each.option)}
            focus={at === state.evidence}
            look={look}
            onFocus={() => act.focus(at)}
          />
        ))}
      </ul>
      <Crop item={item} state={state} look={look} act={act} />
    </>
  );
}

function Words(props: {
  passage: Passage;
  option: number;
  several: boolean;
  focus: boolean;
  look: Look;
  onFocus(): void;
}): JSX.Element {
  const { passage } = props;
  const label = passage.label && /^\d$/.test(passage.label) ? passage.label : passage.label && say(passage.label);
  return (
    <li class={props.focus ? "words focus" : "words"}>
      <p class="words-head">
        {props.several && props.option >= 0 && (
          <span class="badge" aria-hidden="true">
            {props.option + 1}
          </span>
        )}
        {label && <span>{label}</span>}
        {passage.page > 0 && <span>{say("Page {page}", { page: passage.page })}</span>}
        <a href={passage.opens} onFocus={props.onFocus}>
          {say("in the document")}
        </a>
      </p>
      <blockquote class="passage" lang={tongue(passage.text)}>
        {passage.cut_before && <span class="cut">…</span>}
        <Marked text={passage.text} ranges={passage.highlights} offset={passage.start} />
        {passage.cut_after && <span class="cut">…</span>}
      </blockquote>
    </li>
  );
}

function Crop({ item, state, look, act }: OneProps): JSX.Element | null {
  const passage = item.passages[state.evidence];
  if (!passage || passage.page === 0 || look.places?.document !== passage.document) return null;
  const page = look.places.pages.find((each) => each.number === passage.page);
  if (!page?.picture) return page ? <p class="from" lang="en">{page.withheld}</p> : null;
  const boxes = outlines(look.places, page.number, "focus");
  return (
    <figure class="crop">
      <Picture
        address={page.picture}
        page={page}
        outlines={boxes}
        frame={state.picture ? { left: 0, top: 0, width: page.width, height: page.height } : crop(page, boxes)}
      />
      <figcaption class="from">
        {say("Page {page}", { page: page.number })} ·{" "}
        <button type="button" class="plain" onClick={act.picture}>
          {state.picture ? say("Only the passage") : say("The whole page")} <Key sign={look.key("picture")} />
        </button>
      </figcaption>
    </figure>
  );
}

const SHAPES: Record<string, string> = { agree: "✓", near: "≈", differ: "✗", missing: "–" };
const SHAPE_WORDS: Record<string, string> = {
  get agree() {
    return say("agree");
  },
  get near() {
    return say("nearly agree");
  },
  get differ() {
    return say("differ");
  },
  get missing() {
    return say("missing");
  },
};

function Comparison({ item }: { item: Item }): JSX.Element {
  const most = Math.max(1, ...item.rows.map((each) => Math.abs(each.weight ?? 0)));
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={say("What is compared")}>
      <table class="comparison">
        <thead>
          <tr>
            <th scope="col">{say("What is compared")}</th>
            <th scope="col">1</th>
            <th scope="col">2</th>
            <th scope="col">{say("Weight")}</th>
          </tr>
        </thead>
        <tbody>
          {item.rows.map((each) => (
            <tr class={each.agreement}>
              <th scope="row">
                <span class="shape" aria-hidden="true">
                  {SHAPES[each.agreement]}
                </span>
                <span class="hidden">{SHAPE_WORDS[each.agreement]}: </span>
                {property(each.field)}
                {each.words && (
                  <span class="from" lang={tongue(say(each.words))}>
                    {say(each.words)}
                  </span>
                )}
              </th>
              <td lang={tongue(each.one)}>{value(each.one) || "–"}</td>
              <td lang={tongue(each.other)}>{value(each.other) || "–"}</td>
              <td class="weight">
                {each.weight !== null && (
                  <>
                    <svg viewBox="-50 0 100 10" class="weight-bar" aria-hidden="true">
                      <line x1="0" x2="0" y1="0" y2="10" />
                      <rect
                        class={each.weight >= 0 ? "for" : "against"}
                        x={each.weight >= 0 ? 0 : (48 * each.weight) / most}
                        y="2"
                        width={(48 * Math.abs(each.weight)) / most}
                        height="6"
                      />
                    </svg>
                    <span class="weight-number">{each.weight.toFixed(1)}</span>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function Key({ sign }: { sign: string }): JSX.Element | null {
  return sign ? <kbd aria-hidden="true">{sign}</kbd> : null;
}
