// A file that is sent in pieces over a bad line: nothing twice, nothing lost, and a refusal is told.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "@/api/problem";
import { uploadFile } from "@/features/imports/upload";

const size = 9 * 1024 * 1024;
let arrived: Uint8Array;
let offset: number;
let breaks: number;
let asked: string[];

const json = (body: object, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
const state = () => ({ id: "upl_1", name: "f.csv", bytes: size, offset });

/** A server that takes pieces at their offset only, and whose line breaks now and then: before or after the piece arrived. */
async function server(url: string, init: RequestInit = {}): Promise<Response> {
  asked.push(`${init.method ?? "GET"} ${url}`);
  if (init.method === "POST") return json(state(), 201);
  if (init.method !== "PATCH") return json(state());
  const headers = init.headers as Record<string, string>;
  if (headers["X-Kith"] !== "1") return json({ type: "denied", status: 403, title: "no" }, 403);
  const at = Number(headers["Upload-Offset"]);
  if (at !== offset) return json({ type: "conflict", status: 409, title: "elsewhere" }, 409);
  if (breaks === 2) {
    breaks--;
    throw new TypeError("the line broke before");
  }
  const piece = new Uint8Array(await (init.body as Blob).arrayBuffer());
  arrived.set(piece, offset);
  offset += piece.length;
  if (breaks === 1) {
    breaks--;
    throw new TypeError("the line broke after");
  }
  return json(state());
}

const bytes = new Uint8Array(size).map((_, i) => i % 251);
const file = () => new File([bytes], "f.csv", { lastModified: 7 });
const kept = new Map<string, string>();

beforeEach(() => {
  arrived = new Uint8Array(size);
  offset = 0;
  breaks = 0;
  asked = [];
  kept.clear();
  vi.stubGlobal("fetch", vi.fn(server));
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
});
afterEach(() => void vi.unstubAllGlobals());

const run = (signal = new AbortController().signal) =>
  uploadFile(file(), { onProgress: () => undefined, signal });

describe("an upload", () => {
  it("arrives whole, in pieces", async () => {
    expect(await run()).toBe("upl_1");
    expect(asked.filter((one) => one.startsWith("PATCH")).length).toBe(3);
    expect(Buffer.compare(arrived, bytes)).toBe(0);
  });
  it("goes on after the line broke, whether the piece had arrived or not", async () => {
    breaks = 2;
    const waits: boolean[] = [];
    await uploadFile(file(), {
      onProgress: ({ waiting }) => waits.push(waiting),
      signal: new AbortController().signal,
    });
    expect(waits).toContain(true);
    expect(Buffer.compare(arrived, bytes)).toBe(0);
  });
  it("goes on where it stopped when the page comes back", async () => {
    const stop = new AbortController();
    const first = uploadFile(file(), {
      onProgress: ({ sent }) => sent > 0 && stop.abort(),
      signal: stop.signal,
    });
    await first.catch(() => undefined);
    const before = offset;
    kept.set("kith.upload.f.csv." + size + ".7", "upl_1");
    asked = [];
    if (before < size) {
      await run();
      expect(asked[0]).toBe("GET /api/v1/uploads/upl_1");
      expect(asked.some((one) => one.startsWith("POST"))).toBe(false);
    }
    expect(Buffer.compare(arrived, bytes)).toBe(0);
  });
  it("tells a refusal instead of trying for ever", async () => {
    vi.stubGlobal(
      "fetch",
      vi.fn(async () => json({ type: "too_large", status: 413, title: "The file is too large." }, 413)),
    );
    await expect(run()).rejects.toThrow(Problem);
  });
});
