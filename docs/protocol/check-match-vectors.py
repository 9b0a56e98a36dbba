#!/usr/bin/env python3
"""Checks match-vectors.json by the arithmetic of match.md, written anew with nothing but Python.

For reading and for tests; nothing here is constant in time.
"""
import hashlib
import hmac
import json
import os
import sys

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
A = P - 3
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
Z = P - 10
DOMAIN = b"HashToGroup-OPRFV1-\0-P256-SHA256"


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def add(p, q):
    if p is None or q is None:
        return p or q
    if p[0] == q[0]:
        if (p[1] + q[1]) % P == 0:
            return None
        slope = (3 * p[0] * p[0] + A) * pow(2 * p[1], -1, P)
    else:
        slope = (q[1] - p[1]) * pow(q[0] - p[0], -1, P)
    x = (slope * slope - p[0] - q[0]) % P
    return x, (slope * (p[0] - x) - p[1]) % P


def mul(k, p):
    result = None
    while k:
        if k & 1:
            result = add(result, p)
        p = add(p, p)
        k >>= 1
    return result


def encode(p):
    return bytes([2 + p[1] % 2]) + p[0].to_bytes(32, "big")


def decode(data):
    assert len(data) == 33 and data[0] in (2, 3)
    x = int.from_bytes(data[1:], "big")
    square = (x**3 + A * x + B) % P
    y = pow(square, (P + 1) // 4, P)
    assert x < P and y * y % P == square, "not on the curve"
    return x, y if y % 2 == data[0] % 2 else P - y


def expand_message(message, length):
    """RFC 9380, section 5.3.1."""
    domain = DOMAIN + bytes([len(DOMAIN)])
    first = sha256(bytes(64), message, length.to_bytes(2, "big"), b"\0", domain)
    blocks = [sha256(first, b"\1", domain)]
    while 32 * len(blocks) < length:
        mixed = bytes(a ^ b for a, b in zip(first, blocks[-1]))
        blocks.append(sha256(mixed, bytes([len(blocks) + 1]), domain))
    return b"".join(blocks)[:length]


def map_to_curve(u):
    """RFC 9380, section 6.6.2: simplified SWU."""
    t = (Z * Z * pow(u, 4, P) + Z * u * u) % P
    inverse = pow(t, -1, P) if t else 0
    x = -B * pow(A, -1, P) * (1 + inverse) % P if t else B * pow(Z * A, -1, P) % P
    for x in (x, Z * u * u * x % P):
        square = (x**3 + A * x + B) % P
        y = pow(square, (P + 1) // 4, P)
        if y * y % P == square:
            return x, y if y % 2 == u % 2 else P - y
    raise AssertionError("one of the two is always a square")


def hash_to_group(message):
    data = expand_message(message, 96)
    u0, u1 = (int.from_bytes(data[i : i + 48], "big") % P for i in (0, 48))
    return add(map_to_curve(u0), map_to_curve(u1))


def tags(salt, value):
    prk = hmac.digest(salt, value, "sha256")
    return [
        hmac.digest(prk, b"nws-match-1 " + who + b" tag\1", "sha256")
        for who in (b"responder", b"initiator")
    ]


def message(kind, start, items, length):
    head = bytes([kind]) + start.to_bytes(4, "big") + len(items).to_bytes(2, "big")
    assert all(len(item) == length for item in items)
    return head + b"".join(items)


def items(data, length):
    body = data[7:]
    return [body[i : i + length] for i in range(0, len(body), length)]


def check(vectors):
    unhex = bytes.fromhex
    terms = {name: unhex(value) for name, value in vectors["terms"].items()}
    key = int(vectors["key"], 16)
    certificates = [terms["certificateInitiator"], terms["certificateResponder"]]
    salt = sha256(b"nws-match-1", terms["exporter"], *map(sha256, certificates))
    assert salt == terms["salt"]
    blind, tagged, evaluated, seen = (unhex(m["message"]) for m in vectors["messages"])
    points, slots = items(blind, 33), items(tagged, 32)

    for name in vectors["names"]:
        data = b"nws/1 network\0" + name["name"].encode()
        point = hash_to_group(data)
        factor = int(name["factor"], 16)
        blinded = encode(mul(factor, point))
        answer = encode(mul(key, decode(blinded)))
        element = encode(mul(pow(factor, -1, N), decode(answer)))
        value = sha256(len(data).to_bytes(2, "big"), data, b"\0\x21", element, b"Finalize")
        found = [data, encode(point), blinded, answer, element, value, *tags(salt, value)]
        fields = "input hash blinded evaluated element value tagResponder tagInitiator".split()
        assert found == [unhex(name[field]) for field in fields], name["name"]
        assert name["position"] is None or points[name["position"]] == blinded
        assert name["slot"] is None or slots[name["slot"]] == found[-2]

    assert blind == message(1, 0, points, 33)
    assert tagged == message(2, 0, slots, 32)
    assert evaluated == message(3, 0, [encode(mul(key, decode(p))) for p in points], 33)
    assert seen == b"\4" + (0).to_bytes(4, "big") + (8).to_bytes(2, "big")
    shared = [name for name in vectors["names"] if None not in (name["position"], name["slot"])]
    confirm = {"slot": shared[0]["slot"], "tag": shared[0]["tagInitiator"]}
    assert len(shared) == 1 and vectors["confirm"] == confirm
    again, late, answer = (unhex(m["message"]) for m in vectors["later"])
    assert again == b"\5" + confirm["slot"].to_bytes(4, "big") + (1).to_bytes(2, "big")
    assert late == message(1, 8, items(late, 33), 33)
    assert answer == message(3, 8, [encode(mul(key, decode(p))) for p in items(late, 33)], 33)


if __name__ == "__main__":
    folder = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(folder, "match-vectors.json"), encoding="ascii") as file:
        check(json.load(file))
    print("match-vectors.json holds", file=sys.stderr)
