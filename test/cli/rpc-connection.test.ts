import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { callRpc } from "../../src/cli/chain/rpc.js";
import { CliError } from "../../src/cli/failure.js";

let server: Server;
/** Calls that arrive on a connection which is then closed without an answer. */
let closing: number;
let arrived: string[];

beforeEach(async () => {
  closing = 0;
  arrived = [];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += String(chunk);
    });
    request.on("end", () => {
      arrived.push(JSON.parse(body).method);
      if (closing-- > 0) request.socket.destroy();
      else response.end(JSON.stringify({ jsonrpc: "2.0", id: 1, result: 7 }));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});

afterEach(async () => {
  await new Promise((done) => server.close(done));
});

const call = (method: string) => {
  const { port } = server.address() as AddressInfo;
  return callRpc(`http://127.0.0.1:${port}`, method, {}, z.number());
};

it("a question whose connection is closed is asked once more", async () => {
  closing = 1;
  expect(await call("status")).toBe(7);
  expect(arrived).toEqual(["status", "status"]);
});

it("a node that closes every connection does not answer", async () => {
  closing = 5;
  await expect(call("status")).rejects.toThrow(CliError);
  expect(arrived).toEqual(["status", "status"]);
});

it("a transaction is not sent twice", async () => {
  closing = 1;
  await expect(call("broadcast_tx_sync")).rejects.toThrow(CliError);
  expect(arrived).toEqual(["broadcast_tx_sync"]);
});
