import type { RpcBackend } from "../backend.js";
import { type MethodTable, methodTable } from "../method.js";
import { chainMethods } from "./chain.js";
import { nodeMethods } from "./node.js";
import { subscriptionMethods } from "./subscriptions.js";
import { applicationMethods, mempoolMethods, searchMethods } from "./txs.js";

/** Every method of the RPC over a backend. */
export function rpcMethods(backend: RpcBackend): MethodTable {
  return methodTable([
    ...nodeMethods(backend),
    ...chainMethods(backend),
    ...applicationMethods(backend),
    ...mempoolMethods(backend),
    ...searchMethods(backend),
    ...subscriptionMethods(),
  ]);
}
