import { onTestFinished } from "vitest";
import type { Application } from "../../src/abci/application.js";
import {
  type EmbeddedNode,
  type EmbeddedOptions,
  startEmbedded,
} from "../../src/engine/embedded/node.js";
import { KvApp } from "./kv-app.js";
import { newHome, removeHome } from "./new-home.js";

export { newHome, removeHome };

/** A node that runs on a free port. */
export interface TestNode extends EmbeddedNode {
  readonly home: string;
  readonly url: string;
}

/** Starts a node over the application. The caller stops it. */
export async function startNode(
  options: Partial<EmbeddedOptions> & { readonly home?: string } = {},
): Promise<TestNode> {
  const home = options.home ?? newHome();
  const app: Application = options.app ?? new KvApp();
  const node = await startEmbedded({
    rpcListen: "tcp://127.0.0.1:0",
    blockTimeMs: 50,
    ...options,
    home,
    app,
  });
  await node.backend.started();
  return { ...node, home, url: node.rpcAddress.replace("tcp://", "http://") };
}

/** Starts a node that is stopped and removed at the end of the test. */
export async function nodeForTest(
  options: Parameters<typeof startNode>[0] = {},
): Promise<TestNode> {
  const node = await startNode(options);
  onTestFinished(async () => {
    await node.stop();
    removeHome(node.home);
  });
  return node;
}

/** Bytes of a text. */
export const utf8 = (text: string): Uint8Array => Buffer.from(text, "utf8");
