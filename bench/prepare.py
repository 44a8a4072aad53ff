"""Writes requests for replay.lua: prepare.py {ingest|badhmac|session|uninstall} PREFIX FROM COUNT, to stdout.

Requests end with a NUL byte; @ID@ stands for a delivery's id. Shops are those of the command `seed`.
"""
import base64, hashlib, hmac, json, sys, time

HOST, KEY, SECRET = "127.0.0.1:5080", "bench-api-key", b"bench-api-secret"
FIRST_SHOP_ID = 900_000_000  # as `seed` counts


def sign(data):
    return hmac.new(SECRET, data, hashlib.sha256).digest()


def url64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def session(shop, number):
    now = int(time.time())
    claims = {"iss": f"https://{shop}/admin", "dest": f"https://{shop}", "aud": KEY, "sub": str(1_000_000 + number),
              "exp": now + 3600, "nbf": now - 5, "iat": now - 5, "jti": f"j{number}", "sid": f"s{number}"}
    signed = ".".join(url64(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    return (f"GET /api/session HTTP/1.1\r\nHost: {HOST}\r\n"
            f"Authorization: Bearer {signed}.{url64(sign(signed.encode()))}\r\n\r\n")


def delivery(topic, shop, body, signature):
    return (f"POST /webhooks HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\nX-Shopify-Topic: {topic}\r\n"
            f"X-Shopify-Hmac-Sha256: {base64.b64encode(signature).decode()}\r\nX-Shopify-Shop-Domain: {shop}\r\n"
            f"X-Shopify-API-Version: 2026-10\r\nX-Shopify-Webhook-Id: @ID@\r\nContent-Length: {len(body)}\r\n\r\n{body}")


def order(number):
    # Hexadecimal noise: about half as large after compression, as orders are.
    order = {"id": 5_000_000_000_000 + number, "name": f"#{number}", "currency": "EUR", "note": ""}
    noise = "".join(hashlib.sha256(f"{number} {part}".encode()).hexdigest() for part in range(32))
    order["note"] = noise[:2048 - len(json.dumps(order))]
    return json.dumps(order)


def request(scenario, prefix, number):
    shop = f"{prefix}{number}.myshopify.com"
    if scenario == "session":
        return session(shop, number)
    if scenario == "uninstall":
        body = json.dumps({"id": FIRST_SHOP_ID + number, "name": f"Shop {number}", "myshopify_domain": shop})
        return delivery("app/uninstalled", shop, body, sign(body.encode()))
    body = order(number)
    other = " " if scenario == "badhmac" else ""
    return delivery("orders/create", shop, body, sign((body + other).encode()))


scenario, prefix, first, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
for number in range(first, first + count):
    sys.stdout.write(request(scenario, prefix, number) + "\0")
