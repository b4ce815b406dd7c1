/** A network that is explored: pure, so that it is tested without a browser. */

export interface Node {
  id: string;
  name: string;
  procedures: number;
  shape: string;
  x: number;
  y: number;
  size: number;
  /** Whether it was added by expanding another. */
  added: boolean;
  /** The name as the server placed it beside the point; empty where it found no room. */
  label?: string;
  labelY?: number | undefined;
}

export interface Edge {
  one: string;
  other: string;
  tie: string;
  procedures: number;
  added: boolean;
}

export interface Graph {
  nodes: Node[];
  edges: Edge[];
}

/** A line of the table of an organization's counterparties, as the server gives it, heaviest first. */
export interface Line {
  tie: string;
  one: string;
  one_name: string;
  other: string;
  other_name: string;
  procedures: number;
}

/** Organizations added by one expansion; the others are in the organization's file. */
export const MOST = 24;

/** Organizations on one picture; more cannot be told apart. */
export const CROWD = 400;

const RING = 90; // units from the center to the first ring of what is added
const APART = 26; // units between the middles of two points

export interface Grown {
  graph: Graph;
  /** Organizations added. */
  added: number;
  /** Counterparties that were left out, since there are too many. */
  left: number;
}

/** Put an organization's counterparties around it; the same lines always give the same picture. */
export function grown(graph: Graph, center: string, lines: readonly Line[]): Grown {
  const from = graph.nodes.find((each) => each.id === center);
  if (!from) return { graph, added: 0, left: 0 };
  const nodes = [...graph.nodes];
  const known = new Set(nodes.map((each) => each.id));
  const drawn = new Set(graph.edges.map(name));
  const edges = [...graph.edges];
  let added = 0;
  const left = new Set<string>();
  for (const line of lines) {
    const id = line.one === center ? line.other : line.one;
    if (!known.has(id)) {
      if (added >= MOST || nodes.length >= CROWD) {
        left.add(id);
        continue;
      }
      nodes.push({
        id,
        name: line.one === center ? line.other_name : line.one_name,
        procedures: line.procedures,
        shape: line.tie === "buys from" && line.other === center ? "buyer" : "winner",
        ...free(nodes, from),
        size: 5,
        added: true,
      });
      known.add(id);
      added += 1;
    }
    const edge = { one: line.one, other: line.other, tie: line.tie, procedures: line.procedures, added: true };
    if (!drawn.has(name(edge))) {
      drawn.add(name(edge));
      edges.push(edge);
    }
  }
  return { graph: { nodes, edges }, added, left: left.size };
}

function name(edge: { one: string; other: string; tie: string }): string {
  return `${edge.tie} ${edge.one} ${edge.other}`;
}

/** Return the first free place on rings around a point; the golden angle spreads what comes one after the other. */
function free(nodes: readonly Node[], center: Node): { x: number; y: number } {
  for (let step = 0; ; step++) {
    const angle = step * 2.399963;
    const radius = RING + 4 * step;
    const x = Math.round((center.x + radius * Math.cos(angle)) * 10) / 10;
    const y = Math.round((center.y + radius * Math.sin(angle)) * 10) / 10;
    if (step > 2000 || nodes.every((each) => Math.hypot(each.x - x, each.y - y) >= APART)) return { x, y };
  }
}

/** Return the picture's view box: what the server drew, and whatever was added beyond it. */
export function box(graph: Graph, wide: number, tall: number): string {
  const edge = 40;
  const left = Math.min(0, ...graph.nodes.map((each) => each.x - edge));
  const top = Math.min(0, ...graph.nodes.map((each) => each.y - edge));
  const right = Math.max(wide, ...graph.nodes.map((each) => each.x + edge));
  const bottom = Math.max(tall, ...graph.nodes.map((each) => each.y + edge));
  return [left, top, right - left, bottom - top].map(Math.round).join(" ");
}

/** Return the graph as the server drew it. */
export function reset(graph: Graph): Graph {
  return { nodes: graph.nodes.filter((each) => !each.added), edges: graph.edges.filter((each) => !each.added) };
}

/** Return the lines of an organization that are on the picture. */
export function around(graph: Graph, id: string): Edge[] {
  return graph.edges.filter((each) => each.one === id || each.other === id);
}
