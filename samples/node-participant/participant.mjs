// A participant in Shopkeeper's erasure: a store of documents in files, the four calls that erase them, and the two
// that give or erase what it holds of one customer.
// One file, no dependencies, Node.js 18 or later. README.md beside it says how to run it.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';

const settings = {
  host: process.env.HOST ?? '127.0.0.1',
  port: Number(process.env.PORT ?? 4010),
  secrets: [process.env.SECRET, process.env.PREVIOUS_SECRET].filter(Boolean),
  store: resolve(process.env.STORE ?? './participant-store'),
  keyedBy: process.env.KEYED_BY ?? 'installation',
  // How long an erasure takes. Above zero it is answered with 202 and goes on by itself.
  eraseMilliseconds: Number(process.env.ERASE_MS ?? 0),
};

const WINDOW_SECONDS = 5 * 60;
const BODY_LIMIT = 64 * 1024;
const KEPT_MILLISECONDS = 60 * 24 * 60 * 60 * 1000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SHOP = /^[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com$/;
const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;
const OPERATION_ID = /^op_[0-9a-z-]{1,125}$/;

class Refusal extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

// ---- The signature: Standard Webhooks, https://www.standardwebhooks.com ------------------------------------------

const keys = settings.secrets.map((secret) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64'));

function verify(headers, body) {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const given = String(headers['webhook-signature'] ?? '').split(' ');
  if (!id || !/^\d{1,12}$/.test(timestamp ?? '')) throw new Refusal(401, 'not signed');
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > WINDOW_SECONDS) throw new Refusal(401, 'too old or too new');
  const wanted = keys.map((key) => createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest());
  const isSigned = given.some((signature) => {
    const [version, value] = signature.split(',');
    const bytes = Buffer.from(value ?? '', 'base64');
    return version === 'v1' && wanted.some((one) => one.length === bytes.length && timingSafeEqual(one, bytes));
  });
  if (!isSigned) throw new Refusal(401, 'wrong signature');
}

// ---- The store: {store}/documents/{installation or shop}/{kind}/{id}.json ----------------------------------------

function keyOf({ installationId, shop }) {
  const key = settings.keyedBy === 'shop' ? shop : installationId;
  const form = settings.keyedBy === 'shop' ? SHOP : UUID;
  if (!form.test(key ?? '')) throw new Refusal(400, 'no installation or shop');
  return key;
}

const folderOf = (key) => join(settings.store, 'documents', key);

async function names(folder) {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

// An installation that was never heard of holds nothing: zeros, and no error.
async function count(key) {
  const items = [];
  for (const kind of await names(folderOf(key))) {
    items.push({ kind, count: (await names(join(folderOf(key), kind))).length });
  }
  return items;
}

// A document is a customer's when it names him or one of his orders: by id, or by e-mail where only that is known.
function isOf(document, { customer = {}, orders = [] }) {
  const { customerId, email, orderId } = document ?? {};
  const same = (a, b) => typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase();
  return (customer.id != null && customerId === customer.id) || same(email, customer.email)
    || (orderId != null && orders.includes(orderId));
}

async function documentsOf(key, envelope) {
  const found = [];
  for (const kind of await names(folderOf(key))) {
    for (const name of await names(join(folderOf(key), kind))) {
      const path = join(folderOf(key), kind, name);
      const document = JSON.parse(await readFile(path, 'utf8'));
      if (isOf(document, envelope)) found.push({ kind, path, document });
    }
  }
  return found;
}

function countByKind(found) {
  const counts = new Map();
  for (const { kind } of found) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ kind, count }));
}

async function exportCustomer(key, envelope) {
  const found = await documentsOf(key, envelope);
  return { items: countByKind(found), data: found.map(({ kind, document }) => ({ kind, document })) };
}

// Repeated under its id it is answered with what it came to; one that was cut off goes on with what is left.
async function redactCustomer(key, envelope) {
  const record = await readRecord(envelope.operationId);
  if (record) return record;
  const found = await documentsOf(key, envelope);
  for (const { path } of found) await rm(path, { force: true });
  const answer = { items: countByKind(found) };
  await put(recordOf(envelope.operationId), answer);
  return answer;
}

async function put(path, value) {
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${process.hrtime.bigint()}.new`;
  await writeFile(unfinished, JSON.stringify(value), { mode: 0o600, flush: true });
  await rename(unfinished, path);
}

// ---- Erasures: idempotent by the id of the operation, also across a restart --------------------------------------

const running = new Map();
const recordOf = (id) => join(settings.store, 'operations', `${id}.json`);

// What an erasure came to. It names nobody: an id that only Shopkeeper can tell whose it was, and counts.
async function readRecord(id) {
  try {
    return JSON.parse(await readFile(recordOf(id), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function erase(id, key) {
  if (settings.eraseMilliseconds > 0) await new Promise((done) => setTimeout(done, settings.eraseMilliseconds));
  const items = await count(key);
  await rm(folderOf(key), { recursive: true, force: true });
  await put(recordOf(id), { items });
  return { items };
}

// A repetition joins the erasure that runs, or is answered with what it came to. After a restart it begins anew:
// then only what was left is counted.
async function eraseOnce(id, key) {
  const record = await readRecord(id);
  if (record) return { status: 200, answer: record };
  if (!running.has(id)) {
    const work = erase(id, key).finally(() => running.delete(id));
    work.catch((error) => console.error('An erasure failed:', error.code ?? error.name));
    running.set(id, work);
  }
  if (settings.eraseMilliseconds > 0) return { status: 202, answer: {} };
  return { status: 200, answer: await running.get(id) };
}

async function carryOut(operation, envelope) {
  const key = keyOf(envelope);
  if (!OPERATION_ID.test(envelope.operationId ?? '')) throw new Refusal(400, 'no operationId');
  switch (operation) {
    case 'plan':
      return { status: 200, answer: { items: await count(key) } };
    case 'erase':
      return eraseOnce(envelope.operationId, key);
    case 'verify': {
      const items = await count(key);
      return { status: 200, answer: { remaining: items.reduce((sum, item) => sum + item.count, 0) } };
    }
    case 'customer/export':
      return { status: 200, answer: await exportCustomer(key, envelope) };
    case 'customer/redact':
      return { status: 200, answer: await redactCustomer(key, envelope) };
    default:
      throw new Refusal(400, 'unknown operation');
  }
}

async function forgetOldRecords() {
  for (const name of await names(join(settings.store, 'operations'))) {
    const path = join(settings.store, 'operations', name);
    if (Date.now() - (await stat(path)).mtimeMs > KEPT_MILLISECONDS) await rm(path, { force: true });
  }
}

// ---- HTTP ---------------------------------------------------------------------------------------------------------

async function read(request) {
  const parts = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length > BODY_LIMIT) throw new Refusal(413, 'too long');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function parse(body) {
  try {
    const value = JSON.parse(body.toString('utf8'));
    if (value && typeof value === 'object') return value;
  } catch {
    // Answered below, like any other body that is no object.
  }
  throw new Refusal(400, 'no JSON object');
}

// For the demo: what an app would write by itself. Only this machine may.
async function putDocument(request) {
  const address = request.socket.remoteAddress ?? '';
  if (!/^(::1|(::ffff:)?127\.)/.test(address)) throw new Refusal(403, 'only from this machine');
  const document = parse(await read(request));
  const { kind, id } = document;
  if (!NAME.test(kind ?? '') || !NAME.test(id ?? '')) throw new Refusal(400, 'no kind or id');
  await put(join(folderOf(keyOf(document)), kind, `${id}.json`), document.body ?? null);
  return { status: 204 };
}

async function answer(request) {
  const path = new URL(request.url, 'http://participant').pathname;
  if (request.method === 'GET' && path === '/health') return { status: 200, answer: { ok: true } };
  if (request.method === 'PUT' && path === '/documents') return putDocument(request);
  const operation = path.slice(1);
  const known = ['plan', 'erase', 'verify', 'status', 'customer/export', 'customer/redact'];
  if (!known.includes(operation)) throw new Refusal(404, 'unknown path');
  if (request.method !== 'POST') throw new Refusal(405, 'POST only');
  const body = await read(request);
  verify(request.headers, body);
  const envelope = parse(body);
  // The signature covers the body and not the path: a plan that is sent to /erase must not erase.
  if (operation !== 'status' && operation !== envelope.operation) throw new Refusal(400, 'another operation');
  return carryOut(envelope.operation, envelope);
}

const server = createServer(async (request, response) => {
  let result;
  try {
    result = await answer(request);
  } catch (error) {
    const status = error instanceof Refusal ? error.status : 500;
    if (status === 500) console.error('A request failed:', error.code ?? error.name);
    result = { status, answer: { error: status === 500 ? 'failed' : error.message } };
  }
  const headers = { 'content-type': 'application/json' };
  if (result.status === 202) headers['retry-after'] = '1';
  response.writeHead(result.status, headers);
  response.end(result.answer ? JSON.stringify(result.answer) : undefined);
});

if (keys.length === 0 || keys.some((key) => key.length < 24)) {
  console.error('SECRET has to be whsec_ and at least 24 bytes in base64. Make one with:');
  console.error('  echo "whsec_$(openssl rand -base64 32)"');
  process.exit(2);
}
if (!['installation', 'shop'].includes(settings.keyedBy)) {
  console.error("KEYED_BY has to be 'installation' or 'shop'.");
  process.exit(2);
}

await forgetOldRecords();
server.listen(settings.port, settings.host, () =>
  console.log(`Participant listens on http://${settings.host}:${server.address().port}`));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.close(() => process.exit(0)).closeIdleConnections());
