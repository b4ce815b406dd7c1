/** The public API, as its own description types it; nothing else is asked. */
import type { components } from "./api.gen";

type Schemas = components["schemas"];
export type Item = Schemas["Item"];
export type Queue = Schemas["Queue"];
export type Passage = Schemas["Passage"];
export type Option = Schemas["Option"];
export type Undone = Schemas["Undone"];
export type Answered = Schemas["Answered"];
export type NewAnswer = Schemas["NewAnswer"];
export type Problem = Schemas["Problem"];
export type PlacesAnswer = Schemas["PlacesAnswer"];
export type PageSize = Schemas["PageSize"];
export type PageAnswer = Schemas["PageAnswer"];
export type StatementAnswer = Schemas["StatementAnswer"];
export type Job = Schemas["Job"];

export const ROOT = "/api/v1";

/** Why a request came to nothing: a problem that the server tells, or no answer at all. */
export class Refused extends Error {
  constructor(readonly status: number, detail: string) {
    super(detail);
  }

  /** Whether the same request may succeed later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 423 || this.status === 429 || this.status >= 500;
  }
}

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers: { accept: "application/json", ...init.headers } });
  } catch {
    throw new Refused(0, "");
  }
  if (response.ok) return (await response.json()) as T;
  const said = await response.text();
  let detail = said.slice(0, 300);
  try {
    const problem = JSON.parse(said) as Problem;
    detail = problem.detail || problem.title;
  } catch {
    // Not a problem document: what was said is shown as it is.
  }
  throw new Refused(response.status, detail);
}

export function get<T>(path: string): Promise<T> {
  return ask<T>(path);
}

export function post<T>(path: string, body: unknown, key: string): Promise<T> {
  return ask<T>(path, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify(body),
  });
}

export function upcoming(kind: string, by: string, limit: number, without: string[], lang: string): Promise<Queue> {
  const query = new URLSearchParams({ by, limit: String(limit), lang });
  // The address has a limit: what was put aside longest ago may come again.
  const kept = without.slice(-60);
  if (kept.length) query.set("without", kept.join("\n"));
  return get<Queue>(`${ROOT}/queue/${kind}?${query}`);
}

export function places(document: string, spans: { start: number; end: number }[]): Promise<PlacesAnswer> {
  const at = spans.slice(0, 100).map((each) => `${each.start}-${each.end}`).join(",");
  return get<PlacesAnswer>(`${ROOT}/documents/${document}/places?at=${at}`);
}
