import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { defineConfig, type Plugin } from "vite";

const here = import.meta.dirname;

/** Files that the build follows from, in order. */
function sources(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? sources(path) : [path]))
    .filter((path) => !path.endsWith(".gen.ts"));
}

/** Digest of the sources; a test compares it, so that what is committed is what was built. */
function digest(): string {
  const hash = createHash("sha256");
  for (const path of [...sources(join(here, "src")), join(here, "package-lock.json")]) {
    hash.update(relative(here, path) + "\0").update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
}

/** Sentences that the islands say: the arguments of `say` and what stands in `served.ts`. */
function sentences(): string[] {
  const found = new Set<string>();
  for (const path of sources(join(here, "src"))) {
    const text = readFileSync(path, "utf8");
    const pattern = path.endsWith("served.ts") ? /^\s*"((?:[^"\\]|\\.)*)",$/gm : /\bsay\(\s*"((?:[^"\\]|\\.)*)"/g;
    for (const match of text.matchAll(pattern)) found.add(JSON.parse(`"${match[1]}"`));
  }
  return [...found].sort();
}

/** The license of every package that is bundled. */
function licenses(modules: Iterable<string>): string {
  const packages = new Set<string>();
  for (const id of modules) {
    const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id);
    if (match?.[1]) packages.add(match[1]);
  }
  return [...packages]
    .sort()
    .map((name) => {
      const folder = join(here, "node_modules", name);
      const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
      if (!file) throw new Error(`${name} is bundled and has no license file`);
      return `${name} ${about.version} (${about.license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}

const beside: Plugin = {
  name: "counterfile-beside",
  generateBundle(_, bundle) {
    const modules = Object.values(bundle).flatMap((each) => (each.type === "chunk" ? Object.keys(each.modules) : []));
    const emit = (fileName: string, source: string) => this.emitFile({ type: "asset", fileName, source });
    emit("LICENSES.txt", licenses(modules));
    emit("words.json", JSON.stringify(sentences(), null, 1) + "\n");
    emit("built.json", JSON.stringify({ sources: digest() }) + "\n");
  },
};

export default defineConfig({
  base: "/static/islands/",
  plugins: [beside],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../src/counterfile/web/static/islands",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    target: "es2022",
    assetsDir: ".",
    rollupOptions: { input: { "review-queue": "src/review-queue.tsx", "doc-viewer": "src/doc-viewer.tsx", "graph-view": "src/graph-view.tsx" } },
  },
});
