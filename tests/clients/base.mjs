// A served base with its owner signed in, for programs of others to speak with.
import assert from "node:assert/strict";
import { owner, raise } from "../web/stage.mjs";

export { assert, owner };

/** The server, and `ask` for calls of the owner: method, path, body → {status, headers, value}. */
export async function served(...options) {
  const stage = await raise(...options);
  let cookie = "";
  const ask = async (method, path, body) => {
    const answer = await fetch(stage.base + path, {
      method,
      headers: { "X-Kith": "1", Cookie: cookie, ...(body ? { "Content-Type": "application/json" } : {}) },
      body: body ? JSON.stringify(body) : undefined,
      redirect: "manual",
    });
    const text = await answer.text();
    const value = /json/.test(answer.headers.get("content-type") ?? "") ? JSON.parse(text) : text;
    return { status: answer.status, headers: answer.headers, value };
  };
  const made = await ask("POST", "/api/v1/first-run", { token: stage.token, ...owner });
  assert.equal(made.status, 201, JSON.stringify(made.value));
  cookie = made.headers.get("set-cookie").split(";")[0];
  const done = async (job) => {
    for (let tries = 0; tries < 300; tries++) {
      const { value } = await ask("GET", `/api/v1/jobs/${job}`);
      if (value.state !== "queued" && value.state !== "running") return value;
      await new Promise((go) => setTimeout(go, 50));
    }
    throw new Error("the job does not end");
  };
  return { stage, ask, done };
}

/** A source with a write key, and the key. */
export async function source(ask, name) {
  const about = { name, owner: "Li Na", purpose: "serve", lawful_basis: "consent", retention_days: 365 };
  assert.equal((await ask("POST", "/api/v1/sources", about)).status, 201);
  const key = await ask("POST", "/api/v1/keys", { name, kind: "write", source: name });
  assert.equal(key.status, 201);
  return key.value.secret;
}
