/** `<graph-view>`: a network that grows by its organizations' counterparties; the picture inside stands without it. */
import { render, type JSX } from "preact";
import { Refused, get } from "./api";
import { around, box, grown, reset, type Edge, type Graph, type Line, type Node } from "./graph/machine";
import { readWords, say, tongue } from "./words";

class GraphView extends HTMLElement {
  private graph: Graph = { nodes: [], edges: [] };
  private size: [number, number] = [0, 0];
  private chosen = "";
  private told = "";
  private busy = false;
  private root!: HTMLElement;

  connectedCallback(): void {
    readWords();
    const picture = this.querySelector("svg");
    if (!picture) return;
    this.size = [picture.viewBox.baseVal.width, picture.viewBox.baseVal.height];
    this.graph = read(picture);
    this.root = document.createElement("div");
    this.replaceChildren(this.root);
    this.show();
  }

  private show(): void {
    const node = this.graph.nodes.find((each) => each.id === this.chosen);
    render(
      <>
        <div class="scroll" tabIndex={0} role="region" aria-label={say("Picture of the network")}>
          <svg viewBox={box(this.graph, ...this.size)} role="group" aria-label={say("Picture of the network")}>
            {this.graph.edges.map((each) => this.line(each))}
            {this.graph.nodes.map((each) => this.point(each))}
            {this.graph.nodes.map((each) => this.label(each))}
          </svg>
        </div>
        <div class="graph-tools" role="group" aria-label={say("Explore")}>
          {node ? this.panel(node) : <p class="note">{say("Choose a point to see its lines and to add its counterparties.")}</p>}
          <p class="hidden" role="status" aria-live="polite">
            {this.told}
          </p>
        </div>
        {node && this.table(node)}
      </>,
      this.root,
    );
  }

  private line(each: Edge): JSX.Element {
    const [one, other] = [this.node(each.one), this.node(each.other)];
    const near = this.chosen === each.one || this.chosen === each.other;
    return (
      <line
        class={`tie${each.tie === "wins beside" ? " beside" : ""}${near ? " near" : ""}`}
        x1={one.x}
        y1={one.y}
        x2={other.x}
        y2={other.y}
        stroke-width={Math.min(1 + Math.sqrt(each.procedures), 6)}
      />
    );
  }

  private point(each: Node): JSX.Element {
    const mark = each.id === this.chosen ? " chosen" : "";
    return (
      <a
        href={`/organizations/${encodeURIComponent(each.id)}`}
        aria-label={`${each.name}: ${each.procedures}`}
        aria-pressed={each.id === this.chosen}
        role="button"
        id={`point-${each.id}`}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          this.choose(each.id);
        }}
        onKeyDown={(event) => {
          if (event.key !== " ") return;
          event.preventDefault();
          this.choose(each.id);
        }}
      >
        <title>
          {each.name}: {each.procedures}
        </title>
        {each.shape === "winner" ? (
          <circle class={`node winner${mark}`} cx={each.x} cy={each.y} r={each.size} />
        ) : (
          <rect
            class={`node ${each.shape}${mark}`}
            x={each.x - each.size}
            y={each.y - each.size}
            width={each.size * 2}
            height={each.size * 2}
            transform={each.shape === "both" ? `rotate(45 ${each.x} ${each.y})` : undefined}
          />
        )}
      </a>
    );
  }

  private label(each: Node): JSX.Element | null {
    if (!each.label && !each.added && each.id !== this.chosen) return null;
    const words = each.label || (each.name.length > 14 ? `${each.name.slice(0, 13)}…` : each.name);
    return (
      <text class="node-name" lang={tongue(words)} x={each.x} y={each.labelY ?? each.y + each.size + 13}>
        {words}
      </text>
    );
  }

  private panel(node: Node): JSX.Element {
    return (
      <>
        <p>
          <b lang={tongue(node.name)}>{node.name}</b> <span class="from">{say("{n} lines here", { n: around(this.graph, node.id).length })}</span>
        </p>
        <p class="review-tools">
          <button type="button" id="graph-expand" disabled={this.busy} onClick={() => void this.expand(node)}>
            {say("Add its counterparties")}
          </button>
          <a href={`/organizations/${encodeURIComponent(node.id)}`}>{say("Open its file")}</a>
          <a href={`/network?around=${encodeURIComponent(node.id)}`}>{say("Draw it anew around this")}</a>
          {this.graph.nodes.some((each) => each.added) && (
            <button type="button" class="plain" onClick={() => this.back()}>
              {say("Take away what was added")}
            </button>
          )}
        </p>
        {this.told && <p class="note">{this.told}</p>}
      </>
    );
  }

  private table(node: Node): JSX.Element {
    return (
      <div class="scroll">
        <table class="stack">
          <caption>{say("Its lines on the picture")}</caption>
          <thead>
            <tr>
              <th scope="col">{say("Organization")}</th>
              <th scope="col">{say("Tie")}</th>
              <th scope="col" class="right">
                {say("Procedures")}
              </th>
            </tr>
          </thead>
          <tbody>
            {around(this.graph, node.id).map((each) => {
              const other = this.node(each.one === node.id ? each.other : each.one);
              return (
                <tr>
                  <td class="main">
                    <button type="button" class="plain" lang={tongue(other.name)} onClick={() => this.choose(other.id)}>
                      {other.name}
                    </button>
                  </td>
                  <td>{each.tie === "wins beside" ? say("wins beside") : each.one === node.id ? say("sells to it") : say("buys from it")}</td>
                  <td class="right">{each.procedures}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    );
  }

  private node(id: string): Node {
    return this.graph.nodes.find((each) => each.id === id)!;
  }

  private choose(id: string): void {
    this.chosen = id;
    this.told = "";
    this.show();
    this.querySelector<HTMLElement>("#graph-expand")?.focus();
  }

  private back(): void {
    this.graph = reset(this.graph);
    if (!this.graph.nodes.some((each) => each.id === this.chosen)) this.chosen = "";
    this.told = say("As it was drawn at first.");
    this.show();
  }

  private async expand(node: Node): Promise<void> {
    this.busy = true;
    try {
      const lines = await get<Line[]>(`/organizations/${encodeURIComponent(node.id)}/counterparties.json`);
      const made = grown(this.graph, node.id, lines);
      this.graph = made.graph;
      this.told = say("{n} organizations added.", { n: made.added });
      if (made.left) this.told += ` ${say("{n} more are in its file.", { n: made.left })}`;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.told = error.message || say("The server does not answer. Is it still running?");
    } finally {
      this.busy = false;
      this.show();
    }
  }
}

/** Return the graph that the server drew: its points by their links, its lines by what they join. */
function read(picture: SVGSVGElement): Graph {
  const labels = new Map<string, { words: string; y: number }>();
  for (const each of picture.querySelectorAll<SVGTextElement>("text[data-of]")) {
    labels.set(each.dataset.of!, { words: each.textContent ?? "", y: Number(each.getAttribute("y")) });
  }
  const nodes = [...picture.querySelectorAll<SVGAElement>("a[data-id]")].map((each) => {
    const { id, name, procedures, shape, x, y, size } = each.dataset as Record<string, string>;
    const label = labels.get(id!);
    return {
      id: id!, name: name!, procedures: Number(procedures), shape: shape!, x: Number(x), y: Number(y), size: Number(size),
      added: false, label: label?.words ?? "", labelY: label?.y,
    };
  });
  const edges = [...picture.querySelectorAll<SVGLineElement>("line[data-one]")].map((each) => ({
    one: each.dataset.one!, other: each.dataset.other!, tie: each.dataset.tie!, procedures: Number(each.dataset.procedures), added: false,
  }));
  return { nodes, edges };
}

customElements.define("graph-view", GraphView);
