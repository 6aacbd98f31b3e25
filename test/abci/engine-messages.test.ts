import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { FrameReader, frameHead } from "../../src/abci/frames.js";
import { Request, Response } from "../../src/gen/tendermint/abci.js";
import type { Codec } from "../../src/wire/codec.js";

const RELEASES = ["0.38.25", "0.39.4", "0.40.0"] as const;

const file = z.object({
  vectors: z.array(
    z.object({
      releases: z.array(z.enum(RELEASES)),
      message: z.enum(["Request", "Response"]),
      member: z.string(),
      filling: z.enum(["empty", "full", "authority"]),
      frame: z.string(),
    }),
  ),
});
const path = new URL("engine-messages.json", import.meta.url);
const { vectors } = file.parse(JSON.parse(readFileSync(path, "utf8")));
type Vector = (typeof vectors)[number];

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));

/** The one message of a frame. */
function body({ frame }: Vector): Uint8Array {
  const [first, ...more] = new FrameReader().push(bytes(frame));
  if (first === undefined || more.length > 0) throw new Error("not one frame");
  return first;
}

const camel = (name: string) => name.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase());

/** Members of what a vector holds, and its frame as it is written back. */
function readAndWritten(vector: Vector) {
  return vector.message === "Request"
    ? recoded(Request, body(vector))
    : recoded(Response, body(vector));
}

function recoded<T extends object>(type: Codec<T>, bytes: Uint8Array) {
  const read = type.decode(bytes);
  const members = Object.entries(read).flatMap(([key, value]) =>
    value === undefined ? [] : [key],
  );
  const again = type.encode(read);
  return { members, frame: Buffer.concat([frameHead(again.length), again]).toString("hex") };
}

function only(message: "Request" | "Response", member: string, filling = "full"): Vector {
  const found = vectors.find(
    (v) =>
      v.message === message &&
      v.member === member &&
      v.filling === filling &&
      v.releases.includes("0.40.0"),
  );
  if (found === undefined) throw new Error(`no ${member}`);
  return found;
}

describe.each(RELEASES)("messages of CometBFT %s", (release) => {
  const own = vectors.filter(({ releases }) => releases.includes(release));

  it("are all known by their member, and are written back byte for byte", () => {
    expect(own.length).toBeGreaterThan(60);
    for (const vector of own.filter(({ filling }) => filling !== "authority")) {
      const name = `${vector.message} ${vector.member} ${vector.filling}`;
      expect(readAndWritten(vector), name).toEqual({
        members: [camel(vector.member)],
        frame: vector.frame,
      });
    }
  });

  it("are those that the release has, and no others", () => {
    const requests = new Set(own.filter((v) => v.message === "Request").map((v) => v.member));
    expect(requests.size).toBe(release === "0.38.25" ? 16 : 18);
    expect(requests.has("insert_tx")).toBe(release !== "0.38.25");
  });
});

describe("what later releases added", () => {
  it("a transaction for a mempool of the application, and what that gives", () => {
    const { insertTx } = Request.decode(body(only("Request", "insert_tx")));
    expect(insertTx?.tx.length).toBeGreaterThan(0);
    const { reapTxs } = Request.decode(body(only("Request", "reap_txs")));
    expect(reapTxs?.maxBytes).toBeGreaterThan(1n << 63n);
  });

  it("kinds of public keys", () => {
    const { initChain } = Response.decode(body(only("Response", "init_chain")));
    const kinds = initChain?.validators.flatMap(({ pubKey }) =>
      Object.entries(pubKey ?? {}).flatMap(([kind, key]) => (key === undefined ? [] : [kind])),
    );
    expect(kinds).toEqual(["bls12381", "mldsa65"]);
  });

  it("the authority of consensus parameters, which is read over", () => {
    const vector = only("Request", "init_chain", "authority");
    const { initChain } = Request.decode(body(vector));
    expect(initChain?.consensusParams?.block).toBeDefined();
    const again = Request.encode(Request.decode(body(vector)));
    expect(again.length).toBeLessThan(body(vector).length);
    expect(Request.decode(again)).toEqual(Request.decode(body(vector)));
  });
});

describe("a frame of a later release that is cut", () => {
  it("is never read as another message", () => {
    for (const vector of vectors.filter(({ filling }) => filling === "full")) {
      const whole = body(vector);
      const type = vector.message === "Request" ? Request : Response;
      for (let end = 1; end < whole.length; end++) {
        expect(() => type.decode(whole.subarray(0, end))).toThrow();
      }
    }
  });
});
