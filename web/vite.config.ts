import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

// The server sends what lies beside an asset as <asset>.gz to whoever accepts it, so nothing is compressed while serving.
function compressBeside(): Plugin {
  let folder = "";
  const walk = (at: string): string[] =>
    readdirSync(at).flatMap((name) => {
      const path = join(at, name);
      return statSync(path).isDirectory() ? walk(path) : [path];
    });
  return {
    name: "compress-beside",
    apply: "build",
    configResolved: (config) => void (folder = resolve(config.root, config.build.outDir)),
    closeBundle() {
      for (const file of walk(folder)) {
        if (!/\.(js|css|html|svg|json)$/.test(file)) continue;
        const packed = gzipSync(readFileSync(file), { level: 9 });
        if (packed.length < statSync(file).size) writeFileSync(`${file}.gz`, packed);
      }
    },
  };
}

// A drawing beside words says nothing of its own: its English name is not read aloud in front of them. One that does say
// something has its aria-label where it is used.
function quietIcons(): Plugin {
  const loud = 'role: "img",\n    "aria-label": icon.name';
  return {
    name: "quiet-icons",
    apply: "build",
    transform(code, id) {
      if (!id.endsWith("/components/AntdIcon.js")) return;
      if (!code.includes(loud)) this.error("The icons are made otherwise now: see how they are kept quiet.");
      return {
        code: code.replace(loud, '...(restProps["aria-label"] ? { role: "img" } : { "aria-hidden": true })'),
        map: null,
      };
    },
  };
}

const server = process.env.KITH_SERVER ?? "http://127.0.0.1:8460";

export default defineConfig({
  plugins: [react(), quietIcons(), compressBeside()],
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    reportCompressedSize: false,
  },
  // The server takes changes from its own pages only: the proxy speaks as one of them.
  server: {
    port: 8461,
    proxy: { "/api": { target: server, changeOrigin: true, headers: { origin: server } } },
  },
  // esbuild writes what a test asks for; nothing of the browser is needed.
  test: { include: ["test/**/*.test.ts"], environment: "node", setupFiles: ["test/setup.ts"] },
});
