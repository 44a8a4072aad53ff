// Shopify's official library, as its documentation uses it, against a simulated Shopify. Nothing of it is changed but
// where "https://{shop}/…" leads. Prints one JSON object: what each part of the library made of the answers.
//
//   node client.mjs SIMULATOR_URL API_KEY API_SECRET
import http from 'node:http';
import '@shopify/shopify-api/adapters/node';
import {setAbstractFetchFunc} from '@shopify/shopify-api/runtime';
import {ApiVersion, DeliveryMethod, LogSeverity, RequestedTokenType, shopifyApi} from '@shopify/shopify-api';

const [simulator, apiKey, apiSecretKey] = process.argv.slice(2);
const shop = 'official-client.myshopify.com';
const results = {};

setAbstractFetchFunc((address, init) => {
  const url = new URL(address);
  const moved = url.hostname.endsWith('.myshopify.com')
    ? `${simulator}/${url.hostname}${url.pathname}${url.search}`
    : address;
  return fetch(moved, init);
});

const control = async (method, path, body) => {
  const answer = await fetch(`${simulator}/_control/${path}`, {
    method, headers: {'content-type': 'application/json'}, body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
};

const deliveries = [];
const server = http.createServer(async (request, response) => {
  try {
    await route(request, response);
  } catch (error) {
    results.failed ??= `${error.constructor.name}: ${error.message}`;
    if (!response.headersSent) response.writeHead(500);
    response.end();
  }
});
await new Promise(done => server.listen(0, '127.0.0.1', done));
const origin = `http://127.0.0.1:${server.address().port}`;
await control('PUT', 'app', {appUrl: origin});

const shopify = shopifyApi({
  apiKey, apiSecretKey, apiVersion: ApiVersion.October26, isEmbeddedApp: true, hostScheme: 'http',
  hostName: origin.slice('http://'.length), scopes: ['read_products'], logger: {level: LogSeverity.Error},
  future: {},
});

async function route(request, response) {
  const path = new URL(request.url, origin).pathname;
  if (path === '/auth') {
    await shopify.auth.begin({
      shop, callbackPath: '/auth/callback', isOnline: false, rawRequest: request, rawResponse: response,
    });
  } else if (path === '/auth/callback') {
    const {session} = await shopify.auth.callback({rawRequest: request, rawResponse: response, expiring: true});
    results.authorizationCode = describe(session);
    response.end();
  } else if (path === '/webhooks') {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const check = await shopify.webhooks.validate({
      rawBody: Buffer.concat(chunks).toString(), rawRequest: request, rawResponse: response,
    });
    deliveries.push({valid: check.valid, topic: check.topic, domain: check.domain, reason: check.reason});
    response.end();
  } else {
    response.writeHead(404).end();
  }
}

const describe = session => ({
  shop: session.shop, scope: session.scope, isOnline: session.isOnline, hasToken: Boolean(session.accessToken),
  hasRefreshToken: Boolean(session.refreshToken), expires: Boolean(session.expires),
});

const refusal = async work => {
  try {
    await work();
    return null;
  } catch (error) {
    return {type: error.constructor.name, status: error.response?.code ?? error.response?.status ?? null};
  }
};

// The library answers 410 to what calls itself a program.
const browser = {'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'};

async function authorizeByCode() {
  const begun = await fetch(`${origin}/auth`, {headers: browser, redirect: 'manual'});
  const cookies = begun.headers.getSetCookie().map(cookie => cookie.split(';')[0]).join('; ');
  const asked = new URL(begun.headers.get('location'));
  const approved = await fetch(
    `${simulator}/${asked.hostname}${asked.pathname}${asked.search}`, {redirect: 'manual'});
  await fetch(approved.headers.get('location'), {headers: {...browser, cookie: cookies}, redirect: 'manual'});
}

async function exchange() {
  const {token} = await control('POST', `shops/${shop}/session-token`);
  const claims = await shopify.session.decodeSessionToken(token);
  results.sessionToken = {dest: claims.dest, aud: claims.aud === apiKey};
  const offline = await shopify.auth.tokenExchange({
    shop, sessionToken: token, requestedTokenType: RequestedTokenType.OfflineAccessToken, expiring: true,
  });
  results.offlineExchange = describe(offline.session);
  const online = await shopify.auth.tokenExchange({
    shop, sessionToken: token, requestedTokenType: RequestedTokenType.OnlineAccessToken,
  });
  const user = online.session.onlineAccessInfo.associated_user;
  results.onlineExchange = {...describe(online.session), owner: user.account_owner};
  const refreshed = await shopify.auth.refreshToken({shop, refreshToken: offline.session.refreshToken});
  results.refresh = {
    ...describe(refreshed.session), another: refreshed.session.accessToken !== offline.session.accessToken,
  };
  return refreshed.session;
}

async function migrate() {
  const {accessToken} = await control('POST', `shops/${shop}/install`);
  const moved = await shopify.auth.migrateToExpiringToken({shop, nonExpiringOfflineAccessToken: accessToken});
  results.migration = describe(moved.session);
  return moved.session;
}

async function useAdminApi(session) {
  const client = new shopify.clients.Graphql({session});
  const answer = await client.request('query { shop { myshopifyDomain } products(first: 2) { nodes { title } } }');
  results.graphql = {
    domain: answer.data.shop.myshopifyDomain, products: answer.data.products.nodes.length,
    cost: answer.extensions.cost.requestedQueryCost > 0,
  };
}

async function useWebhooks(session) {
  shopify.webhooks.addHandlers({
    PRODUCTS_UPDATE: {deliveryMethod: DeliveryMethod.Http, callbackUrl: '/webhooks'},
    APP_UNINSTALLED: {deliveryMethod: DeliveryMethod.Http, callbackUrl: '/webhooks'},
  });
  const first = await shopify.webhooks.register({session});
  const second = await shopify.webhooks.register({session});
  const made = Object.values(first).flat();
  results.webhooks = {
    registered: made.filter(one => one.success).length, again: Object.values(second).flat().length,
    kept: (await control('GET', `shops/${shop}`)).subscriptions.length,
  };
  const [sent] = await control('POST', `shops/${shop}/events`, {topic: 'products/update'});
  await control('GET', `deliveries/${sent.id}?wait=20`);
  results.delivery = deliveries[0];
}

async function meetFailures(session) {
  const client = new shopify.clients.Graphql({session});
  const ask = () => client.request('query { shop { id } }');
  results.failures = {};
  for (const status of ['frozen', 'locked', 'closed']) {
    await control('PATCH', `shops/${shop}`, {status});
    results.failures[status] = await refusal(ask);
  }
  await control('PATCH', `shops/${shop}`, {status: 'open'});
  await control('POST', 'faults', {operation: 'shop', kind: 'throttled', times: 1});
  results.failures.throttled = await refusal(ask);
  await control('POST', `shops/${shop}/uninstall`);
  results.failures.uninstalled = await refusal(ask);
  const {token} = await control('POST', `shops/${shop}/session-token`);
  results.failures.exchange = await refusal(() => shopify.auth.tokenExchange({
    shop, sessionToken: token, requestedTokenType: RequestedTokenType.OfflineAccessToken,
  }));
}

try {
  await authorizeByCode();
  const session = await exchange();
  await useAdminApi(session);
  await useAdminApi(await migrate());
  const latest = await exchange();
  await useWebhooks(latest);
  await meetFailures(latest);
} catch (error) {
  results.failed ??= `${error.constructor.name}: ${error.message} ${JSON.stringify(error.response ?? '')}`;
}
server.closeAllConnections();
server.close();
console.log(JSON.stringify(results, null, 2));
