import * as node from "../../gen/cosmos/base/node/v1beta1.js";
import type { RpcClient } from "../rpc-client.js";
import { askRpc, headerAnswer } from "../rpc-json.js";
import { type WireMethod, wireMethod } from "../wire-routes.js";

interface Deps {
  readonly rpc: RpcClient;
  /** `0.250000000000000000uvna`, several by comma; empty when every price is taken. */
  readonly minGasPrices: string;
}

/** The service `cosmos.base.node.v1beta1`. This node prunes nothing and never halts by height. */
export function nodeMethods({ rpc, minGasPrices }: Deps): readonly WireMethod[] {
  const { Config, Status } = node.Service;
  return [
    wireMethod(
      Config,
      { request: node.ConfigRequest, response: node.ConfigResponse },
      async () => ({
        value: {
          minimumGasPrice: minGasPrices,
          pruningKeepRecent: "0",
          pruningInterval: "0",
          haltHeight: 0n,
        },
      }),
    ),
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
