// The server killed while clients write: what was answered with a yes is there when it stands again, and whatever began and was not
// answered is there whole or not at all.
//
//     node killed.mjs [ROUNDS] [SEED]
import { spawnSync } from "node:child_process";
import { kith } from "../web/stage.mjs";
import { assert, served, source } from "./base.mjs";

const [rounds = 6, seed = 7] = process.argv.slice(2).map(Number);
const people = 6;
const { stage, ask, done } = await served();

// The same choices for the same seed: a linear congruence modulo 2^32, of which the upper bits are good enough for choices.
let state = seed >>> 0;
const chance = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return (state >>> 8) / 2 ** 24;
};

/** What was answered with a yes: it has to be there. What was asked and not answered may be there. */
const said = { events: new Map(), customers: new Map(), cities: new Map(), consents: new Map(), batches: new Map() };
let number = 0;
let killed = false;
let asked = 0;
let answered = 0;

/** An answer, or nothing where the server died before it came. Any answer but the wanted one is a fault. */
async function told(wanted, method, path, body) {
  asked++;
  let answer;
  try {
    answer = await ask(method, path, body);
  } catch (error) {
    if (killed) return undefined;
    throw error;
  }
  assert.equal(answer.status, wanted, `${method} ${path}: ${JSON.stringify(answer.value)}`);
  answered++;
  return answer.value;
}

const key = await source(ask, "site");
const basic = "Basic " + Buffer.from(`${key}:`).toString("base64");
async function collect(calls) {
  asked++;
  try {
    const answer = await fetch(`${stage.base}/v1/batch`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: basic },
      body: JSON.stringify({ batch: calls }),
    });
    assert.equal(answer.status, 200);
    await answer.text();
    answered++;
    return true;
  } catch (error) {
    if (killed) return false;
    throw error;
  }
}

const address = (n) => `person${n}@example.com`;
await collect(
  Array.from({ length: people }, (_, n) => ({
    type: "identify",
    userId: `u${n}`,
    messageId: `identify-${n}`,
    traits: { name: `Person Number${n}`, email: address(n) },
  })),
);
await done((await ask("POST", "/api/v1/resolve")).value.id);
const ids = [];
for (let n = 0; n < people; n++) {
  const { items } = (await ask("POST", "/api/v1/customers/search", { q: address(n) })).value;
  assert.equal(items.length, 1, address(n));
  ids.push(items[0].id);
}

const pick = (list) => list[Math.floor(chance() * list.length)];

async function sendEvents() {
  const person = Math.floor(chance() * people);
  const names = Array.from({ length: 1 + Math.floor(chance() * 20) }, () => `m${++number}`);
  const calls = names.map((name) => ({ type: "track", userId: `u${person}`, event: name, messageId: name }));
  for (const name of names) said.events.set(name, { person, sure: false, together: names });
  if (await collect(calls)) for (const name of names) said.events.get(name).sure = true;
}

async function makeCustomer() {
  const email = `new${++number}@example.com`;
  const made = await told(201, "POST", "/api/v1/customers", { values: { name: `Neu Kunde${number}`, email } });
  if (made) said.customers.set(made.id ?? made.customer, email);
}

const cities = ["上海市", "北京市", "杭州市", "成都市"];
async function editCity(person) {
  const city = pick(cities);
  const before = said.cities.get(person) ?? { sure: undefined, tried: [] };
  said.cities.set(person, { ...before, tried: [...before.tried, city] });
  const edited = await told(200, "PATCH", `/api/v1/customers/${ids[person]}`, { values: { city } });
  if (edited) said.cities.set(person, { sure: city, tried: [] });
}

async function enterConsent() {
  const person = Math.floor(chance() * people);
  const purpose = `purpose ${++number}`;
  const words = { purpose, channel: "email", state: "given", text_version: "1", evidence: "a form" };
  if (await told(201, "POST", `/api/v1/customers/${ids[person]}/consents`, words)) said.consents.set(purpose, person);
}

async function importFile() {
  const name = `list${++number}`;
  const rows = 20 + Math.floor(chance() * 300);
  const lines = ["name,email"];
  for (let i = 0; i < rows; i++) lines.push(`Row Number${i},${name}r${i}@example.org`);
  const bytes = Buffer.from(lines.join("\n") + "\n");
  const upload = await told(201, "POST", "/api/v1/uploads", { name: `${name}.csv`, bytes: bytes.length });
  if (!upload) return;
  try {
    const sent = await fetch(`${stage.base}/api/v1/uploads/${upload.id}`, {
      method: "PATCH",
      headers: {
        "X-Kith": "1",
        Authorization: `Bearer ${apiKey}`,
        "Content-Type": "application/octet-stream",
        "Upload-Offset": "0",
      },
      body: bytes,
    });
    assert.equal(sent.status, 200);
    await sent.text();
  } catch (error) {
    if (killed) return;
    throw error;
  }
  const draft = await told(201, "POST", "/api/v1/imports", { upload: upload.id, source: "lists" });
  if (!draft) return;
  const job = await told(202, "POST", `/api/v1/imports/${draft.id}/commit`, {});
  if (job) said.batches.set(job.id, rows);
}

await source(ask, "lists");
const apiKey = (await ask("POST", "/api/v1/keys", { name: "uploads", kind: "api", role: "owner" })).value.secret;

/** Seven clients, each asking as soon as it was answered, until the server dies. */
async function clients() {
  const loop = async (deed) => {
    while (!killed) await deed();
  };
  await Promise.all([
    loop(sendEvents),
    loop(sendEvents),
    loop(makeCustomer),
    loop(() => editCity(0)),
    loop(() => editCity(1)),
    loop(enterConsent),
    loop(importFile),
  ]);
}

async function eventsOf(person) {
  const names = [];
  for (let cursor = ""; ; ) {
    const page = (await ask("GET", `/api/v1/customers/${ids[person]}/events?limit=200&cursor=${cursor}`)).value;
    names.push(...page.items.map((one) => one.name));
    if (!page.next) return names;
    cursor = encodeURIComponent(page.next);
  }
}

/** Everything that was answered stands; of what was not, a call of many events stands whole or not at all. */
async function check() {
  for (let person = 0; person < people; person++) {
    const names = await eventsOf(person);
    const there = new Set(names);
    assert.equal(there.size, names.length, "an event is there twice");
    for (const [name, { person: whose, sure, together }] of said.events) {
      if (whose !== person) continue;
      assert.ok(there.has(name) || !sure, `the event ${name} is lost`);
      assert.equal(
        together.filter((one) => there.has(one)).length % together.length,
        0,
        `the call with ${name} is there by half`,
      );
    }
  }
  for (const [id, email] of said.customers) {
    const { status, value } = await ask("GET", `/api/v1/customers/${id}`);
    assert.equal(status, 200, `the customer ${id} is lost`);
    assert.ok(
      value.values.some((one) => one.value === email),
      `${id} has not its e-mail`,
    );
  }
  for (const [person, { sure, tried }] of said.cities) {
    const { value } = await ask("GET", `/api/v1/customers/${ids[person]}`);
    const city = value.values.find((one) => one.attribute === "city" && one.ordinal === 0)?.value;
    assert.ok(city === sure || tried.includes(city), `${ids[person]} has ${city}, not ${sure} nor ${tried}`);
  }
  for (const [purpose, person] of said.consents) {
    const { value } = await ask("GET", `/api/v1/customers/${ids[person]}/consents`);
    assert.ok(
      JSON.stringify(value).includes(`"${purpose}"`),
      `the consent to ${purpose} is lost`,
    );
  }
  for (const [id, rows] of said.batches) {
    const job = await done(id);
    // Three deaths with it, and a job is given up: then nothing of its file is there.
    assert.ok(job.state === "done" || job.attempts >= 3, `the import ${id}: ${JSON.stringify(job)}`);
    if (job.state === "done") assert.equal(job.result.records, rows, `the import ${id} is there by half`);
  }
  const batches = (await ask("GET", "/api/v1/batches")).value.items;
  const waiting = (await ask("GET", "/api/v1/jobs")).value.items.some((job) => /queued|running/.test(job.state));
  assert.ok(waiting || !batches.some((one) => one.state === "open" && one.kind === "customers" && one.file), "a batch is open");
}

let lost = 0;
try {
  for (let round = 1; round <= rounds; round++) {
    killed = false;
    const running = clients();
    await new Promise((go) => setTimeout(go, 20 + chance() * 600));
    const dead = new Promise((go) => stage.process.once("exit", go));
    killed = true;
    stage.process.kill("SIGKILL");
    await Promise.all([dead, running]);
    lost += asked - answered;
    [asked, answered] = [0, 0];
    await stage.start();
    await check();
    if (rounds > 20 && round % 10 === 0) {
      console.log(`${round} rounds, ${said.events.size} events, ${said.customers.size} customers`);
      // What has been checked so often need not be checked for ever.
      for (const kind of ["customers", "consents", "batches"]) said[kind].clear();
    }
  }
  await stage.stop();
  const whole = spawnSync(kith, ["--home", stage.home, "verify"], { encoding: "utf8" });
  assert.equal(whole.status, 0, whole.stdout + whole.stderr);
} finally {
  await stage.end();
}
console.log(
  `killed ${rounds} times with seven clients at work: ${said.events.size} events in calls, ${lost} calls died unanswered, nothing that was answered is lost`,
);
