// Signing in by a real provider of OpenID Connect, with both kinds of signature; and what must not get in.
import { createHmac, generateKeyPairSync } from "node:crypto";
import { createServer, request } from "node:http";
import { once } from "node:events";
import Provider from "oidc-provider";
import { assert, owner, served } from "./base.mjs";

const { stage, ask } = await served("--private-webhooks");
const people = {
  li: { sub: "li", email: owner.login.toUpperCase(), email_verified: true },
  eve: { sub: "eve", email: owner.login, email_verified: false },
  mallory: { sub: "mallory", email: "mallory@example.com", email_verified: true },
};
const secret = "a secret of the provider's";
const callback = `${stage.base}/api/v1/session/sign-on/callback`;
const servers = [];

try {
  for (const algorithm of ["RS256", "ES256"]) await walk(algorithm);
  await ownFactor();
  console.log("oidc-provider: sign-on with RS256 and ES256; unverified addresses and other browsers are refused");
} finally {
  for (const server of servers) server.close();
  await stage.end();
}

async function provide(algorithm) {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  servers.push(server);
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const pair =
    algorithm === "RS256"
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : generateKeyPairSync("ec", { namedCurve: "P-256" });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "kith",
        client_secret: secret,
        redirect_uris: [callback],
        id_token_signed_response_alg: algorithm,
      },
    ],
    jwks: { keys: [{ ...pair.privateKey.export({ format: "jwk" }), use: "sig", alg: algorithm, kid: "k1" }] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ["only a test"] },
    findAccount: (_, id) => ({ accountId: id, claims: () => people[id] ?? { sub: id } }),
  });
  server.on("request", provider.callback());
  return issuer;
}

// One call as a browser makes it; the fetch of Debian's Node tells cookies apart in no way.
function send(url, { method = "GET", headers = {}, body } = {}) {
  const bytes = body === undefined ? undefined : Buffer.from(String(body));
  const length = bytes ? { "Content-Length": bytes.length } : {};
  return new Promise((answered, failed) => {
    const asking = request(url, { method, headers: { ...headers, ...length } }, (answer) => {
      const pieces = [];
      answer.on("data", (piece) => pieces.push(piece));
      answer.on("error", failed);
      answer.on("end", () => {
        const text = Buffer.concat(pieces).toString();
        answered({
          status: answer.statusCode,
          headers: { get: (name) => answer.headers[name] ?? null },
          cookies: answer.headers["set-cookie"] ?? [],
          text: async () => text,
          json: async () => JSON.parse(text),
        });
      });
    });
    asking.on("error", failed);
    asking.end(bytes);
  });
}

// A browser that keeps cookies by host and follows redirects until `stops`.
function traveller() {
  const jar = new Map();
  const go = async (url, options = {}) => {
    const { host } = new URL(url);
    const kept = jar.get(host) ?? new Map();
    jar.set(host, kept);
    const cookie = [...kept].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await send(url, { ...options, headers: { ...options.headers, cookie } });
    for (const line of answer.cookies) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      value ? kept.set(name, value) : kept.delete(name);
    }
    return answer;
  };
  const follow = async (url, stops) => {
    for (let steps = 0; steps < 20; steps++) {
      if (stops?.(url)) return { url };
      const answer = await go(url);
      if (answer.status < 300 || answer.status > 399) return { url, answer, body: await answer.text() };
      url = new URL(answer.headers.get("location"), url).href;
    }
    throw new Error("redirects without end");
  };
  return { jar, go, follow };
}

// Through the provider's own pages, until it sends the browser back.
async function through(browser, account) {
  const back = (url) => url.startsWith(callback);
  let step = await browser.follow(`${stage.base}/api/v1/session/sign-on`, back);
  while (!back(step.url)) {
    const action = /action="([^"]+)"/.exec(step.body)?.[1];
    const prompt = /name="prompt" value="([^"]+)"/.exec(step.body)?.[1];
    assert.ok(action && prompt, step.body);
    const form = new URLSearchParams(prompt === "login" ? { prompt, login: account, password: "x" } : { prompt });
    const answer = await browser.go(new URL(action, step.url).href, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: form,
    });
    step = await browser.follow(new URL(answer.headers.get("location"), step.url).href, back);
  }
  return step.url;
}

async function who(browser) {
  return (await (await browser.go(`${stage.base}/api/v1/session`)).json()).me?.login;
}

async function walk(algorithm) {
  const issuer = await provide(algorithm);
  const settings = { issuer, client_id: "kith", client_secret: secret, label: "Acme" };
  assert.equal((await ask("PUT", "/api/v1/sign-on", { ...settings, issuer: `${issuer}/` })).status, 422);
  const set = await ask("PUT", "/api/v1/sign-on", settings);
  assert.equal(set.status, 200, JSON.stringify(set.value));
  assert.equal(set.value.callback, callback);
  assert.equal(JSON.stringify(set.value).includes(secret), false);
  assert.equal((await (await fetch(`${stage.base}/api/v1/session`)).json()).sign_on, "Acme");

  const li = traveller();
  const back = await through(li, "li");
  const other = traveller();
  const stolen = await other.go(back);
  assert.equal(stolen.status, 403, "an answer that another browser asked for");
  assert.equal(await who(other), undefined);
  const arrived = await li.go(back);
  assert.equal(arrived.status, 303, await arrived.text());
  assert.equal(await who(li), owner.login);
  assert.equal((await traveller().go(back)).status, 403);
  assert.equal((await li.go(back)).status, 403, "an answer counts once");

  for (const account of ["eve", "mallory"]) {
    const browser = traveller();
    const refused = await browser.go(await through(browser, account));
    assert.equal(refused.status, 403, account);
    assert.equal(await who(browser), undefined);
  }
  const forged = traveller();
  await forged.go(`${stage.base}/api/v1/session/sign-on`);
  assert.equal((await forged.go(`${callback}?code=x&state=x`)).status, 403);
}

// The code of now (RFC 6238).
function codeOf(secret) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((c) => alphabet.indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
  const hash = createHmac("sha1", key).update(step).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1000000).padStart(6, "0");
}

// Where the settings say so, the provider's word is not enough.
async function ownFactor() {
  const { value: begun } = await ask("POST", "/api/v1/me/second-factor");
  const { value: recovery } = await ask("PUT", "/api/v1/me/second-factor", { code: codeOf(begun.secret) });
  const issuer = await provide("RS256");
  for (const factor of ["own", "proven"]) {
    const set = await ask("PUT", "/api/v1/sign-on", { issuer, client_id: "kith", client_secret: secret, second_factor: factor });
    assert.equal(set.value.second_factor, factor);
    const li = traveller();
    const arrived = await li.go(await through(li, "li"));
    assert.equal(arrived.status, 303);
    assert.equal(await who(li), undefined, "the provider alone lets nobody in");
    const state = async () => (await (await li.go(`${stage.base}/api/v1/session`)).json()).state;
    const bring = (code) =>
      li.go(`${stage.base}/api/v1/session/sign-on`, {
        method: "POST",
        headers: { "X-Kith": "1", "Content-Type": "application/json" },
        body: JSON.stringify({ code }),
      });
    assert.equal(await state(), "code_needed");
    assert.equal((await bring("nonsense")).status, 401);
    assert.equal(await who(li), undefined);
    assert.equal((await bring(recovery.codes.pop())).status, 204);
    assert.equal(await who(li), owner.login);
    assert.equal((await bring(recovery.codes.pop())).status, 403, "nothing waits any more");
  }
  const same = { issuer, client_id: "kith", client_secret: secret };
  const unsaid = await ask("PUT", "/api/v1/sign-on", same);
  assert.equal(unsaid.value.second_factor, "proven", "who does not speak of it does not weaken it");
  const set = await ask("PUT", "/api/v1/sign-on", { ...same, second_factor: "provider" });
  assert.equal(set.value.second_factor, "provider");
  const li = traveller();
  await li.go(await through(li, "li"));
  assert.equal(await who(li), owner.login);
}
