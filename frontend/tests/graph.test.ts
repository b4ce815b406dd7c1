/** A network grows by an organization's counterparties, the same way every time, and never beyond what can be read. */
import { expect, test } from "vitest";
import { CROWD, MOST, around, box, grown, reset, type Graph, type Line } from "../src/graph/machine";

const buyer = { id: "o-1", name: "临沅市公安局", procedures: 3, shape: "buyer", x: 100, y: 100, size: 6, added: false };
const winner = { id: "o-2", name: "甲科技有限公司", procedures: 1, shape: "winner", x: 160, y: 100, size: 5, added: false };
const first: Graph = {
  nodes: [buyer, winner],
  edges: [{ one: "o-1", other: "o-2", tie: "buys from", procedures: 1, added: false }],
};

function lines(count: number): Line[] {
  return Array.from({ length: count }, (_, at) => ({
    tie: "buys from", one: "o-1", one_name: buyer.name, other: `o-${at + 2}`, other_name: `乙${at}公司`, procedures: 2,
  }));
}

test("what is known already is not added twice", () => {
  const { graph, added, left } = grown(first, "o-1", lines(3));

  expect([added, left]).toEqual([2, 0]);
  expect(graph.nodes.map((each) => each.id)).toEqual(["o-1", "o-2", "o-3", "o-4"]);
  expect(around(graph, "o-1")).toHaveLength(3);
  expect(grown(graph, "o-1", lines(3)).added).toBe(0);
});

test("the same lines give the same picture, and no two points cover each other", () => {
  const one = grown(first, "o-1", lines(MOST)).graph;
  const two = grown(first, "o-1", lines(MOST)).graph;

  expect(one).toEqual(two);
  for (const [at, a] of one.nodes.entries())
    for (const b of one.nodes.slice(at + 1)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(20);
});

test("what is too much is left out and counted", () => {
  expect(grown(first, "o-1", lines(MOST + 11))).toMatchObject({ added: MOST, left: 10 });

  const full = { ...first, nodes: [...first.nodes, ...Array(CROWD).fill(winner)] };
  expect(grown(full, "o-1", lines(5))).toMatchObject({ added: 0, left: 4 });
});

test("a buyer of the organization is drawn as one", () => {
  const line = { tie: "buys from", one: "o-9", one_name: "沅江大学", other: "o-2", other_name: winner.name, procedures: 1 };

  expect(grown(first, "o-2", [line]).graph.nodes.at(-1)).toMatchObject({ id: "o-9", name: "沅江大学", shape: "buyer" });
});

test("the picture holds all that was added, and goes back to what it was", () => {
  const { graph } = grown(first, "o-1", lines(MOST));
  const [left, top, width, height] = box(graph, 200, 150).split(" ").map(Number) as [number, number, number, number];

  for (const each of graph.nodes) {
    expect(each.x).toBeGreaterThanOrEqual(left);
    expect(each.y).toBeLessThanOrEqual(top + height);
    expect(each.x).toBeLessThanOrEqual(left + width);
  }
  expect(reset(graph)).toEqual(first);
});
