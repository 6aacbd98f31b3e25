import * as node from "../../gen/cosmos/base/node/v1beta1.js";
import { askMethod, type QueryPort } from "../query-port.js";
import type { RpcClient } from "../rpc-client.js";
import { askRpc, headerAnswer } from "../rpc-json.js";
import { type WireMethod, wireMethod } from "../wire-routes.js";

interface Deps {
  readonly rpc: RpcClient;
  /** The application knows what it was started with. */
  readonly port: QueryPort;
}

/** The service `cosmos.base.node.v1beta1`. */
export function nodeMethods({ rpc, port }: Deps): readonly WireMethod[] {
  const { Config, Status } = node.Service;
  return [
    { method: Config, answer: (request, height) => askMethod(port, Config, request, height) },
    wireMethod(Status, { request: node.StatusRequest, response: node.StatusResponse }, async () => {
      const { header } = await askRpc(rpc, "header", {}, headerAnswer);
      const value = {
        earliestStoreHeight: 0n,
        height: header.height,
        timestamp: header.time,
        appHash: header.appHash,
        validatorHash: header.validatorsHash,
      };
      return { value, height: header.height };
    }),
  ];
}
