import { describe, expect, test } from "vitest";
import { Refused, type Item, type Queue } from "../src/api";
import * as machine from "../src/queue/machine";
import { Outbox, type Hooks, type Write } from "../src/queue/outbox";

function item(id: string): Item {
  return {
    id, kind: "fields", question: "", asked: "", title: id, facts: [], passages: [], options: [], why: "", expected: null,
    document: "", opens: "", free: false, rows: [], consequences: [], opinions: [], reasons: [], change_set: "",
  };
}

function queue(ids: string[], left = ids.length): Queue {
  return { kind: "fields", items: ids.map(item), left, closed: "" };
}

const shown = (state: machine.State) => machine.current(state)?.id;
const three = machine.loaded(machine.EMPTY, queue(["a", "b", "c"], 9), []);

describe("the queue", () => {
  test("shows the next item at once when one is answered", () => {
    const state = machine.answered(three, "a");

    expect([shown(state), state.left, state.done]).toEqual(["b", 8, 1]);
    expect(machine.wantsMore(state)).toBe(true);
  });

  test("does not show again what is on its way", () => {
    const state = machine.loaded(machine.answered(three, "a"), queue(["a", "b", "d"], 9), ["a"]);

    expect(state.items.map((each) => each.id)).toEqual(["b", "c", "d"]);
    expect(state.left).toBe(8);
  });

  test("takes back answer after answer, each shown again at once", () => {
    const state = machine.takenBack(machine.takenBack(machine.answered(machine.answered(three, "a"), "b")));

    expect([shown(state), state.done, state.left]).toEqual(["a", 0, 9]);
    expect(state.items.map((each) => each.id)).toEqual(["a", "b", "c"]);
  });

  test("waits for the server where the answer is from before a reload", () => {
    const waiting = machine.takenBack(three);
    const state = machine.again(waiting, item("older"));

    expect(waiting.loading).toBe(true);
    expect([shown(state), state.left, state.loading]).toEqual(["older", 10, false]);
  });

  test("brings a refused answer back with the reason", () => {
    const state = machine.refused(machine.answered(three, "a"), "a", "it does not follow from its words");

    expect([shown(state), state.problem, state.done]).toEqual(["a", "it does not follow from its words", 0]);
  });

  test("puts aside without losing count", () => {
    const state = machine.putAside(three);

    expect([shown(state), state.later, state.left]).toEqual(["b", ["a"], 9]);
  });

  test("stays within its items", () => {
    expect(shown(machine.moved(three, -1))).toBe("a");
    expect(shown(machine.moved(machine.moved(machine.moved(three, 1), 1), 1))).toBe("c");
  });
});

class Desk {
  sent: string[] = [];
  kept: string[] = [];
  refused: string[] = [];
  stored: string | null = null;
  answers: (Error | "ok")[] = [];

  hooks: Hooks = {
    send: async (write: Write) => {
      this.sent.push(write.key);
      const answer = this.answers.shift() ?? "ok";
      if (answer !== "ok") throw answer;
      return {};
    },
    kept: (write) => void this.kept.push(write.key),
    refused: (write) => void this.refused.push(write.key),
    waiting: () => undefined,
    wait: async () => undefined,
  };

  box(): Outbox {
    return new Outbox({ get: () => this.stored, set: (text) => void (this.stored = text) }, this.hooks);
  }
}

const write = (key: string): Write => ({ key, path: "/", body: {}, item: key });

describe("writes", () => {
  test("go one after the other in their order", async () => {
    const desk = new Desk();
    const box = desk.box();
    ["1", "2", "3"].forEach((key) => box.add(write(key)));
    await box.flush();
    await new Promise((done) => setTimeout(done));

    expect(desk.kept).toEqual(["1", "2", "3"]);
  });

  test("are tried again with the same key until they are kept, and hold the later ones back", async () => {
    const desk = new Desk();
    desk.answers = [new Refused(0, ""), new Refused(423, "busy"), "ok"];
    const box = desk.box();
    box.add(write("1"));
    box.add(write("2"));
    await new Promise((done) => setTimeout(done));

    expect(desk.sent).toEqual(["1", "1", "1", "2"]);
    expect(desk.kept).toEqual(["1", "2"]);
  });

  test("that are refused come back, and the next ones go on", async () => {
    const desk = new Desk();
    desk.answers = [new Refused(422, "no such value")];
    const box = desk.box();
    box.add(write("1"));
    box.add(write("2"));
    await new Promise((done) => setTimeout(done));

    expect([desk.refused, desk.kept]).toEqual([["1"], ["2"]]);
  });

  test("outlive a reload", async () => {
    const desk = new Desk();
    desk.hooks.wait = () => new Promise(() => undefined);
    desk.answers = [new Refused(0, "")];
    desk.box().add(write("1"));
    await new Promise((done) => setTimeout(done));
    const after = new Desk();
    after.stored = desk.stored;
    const box = after.box();
    expect(box.items).toEqual(["1"]);
    await box.flush();

    expect(after.kept).toEqual(["1"]);
  });
});
