import type { PageRequest } from "../../gen/cosmos/base/query/v1beta1.js";
import * as tm from "../../gen/cosmos/base/tendermint/v1beta1.js";
import type { Block, BlockID } from "../../gen/tendermint/types.js";
import { addressText } from "../../keeper/addresses.js";
import { badRequest, type GatewayError, refused } from "../errors.js";
import { abciQueryAnswer } from "../rpc-abci-query.js";
import type { RpcClient } from "../rpc-client.js";
import { askRpc, blockAnswer, statusAnswer, upperHex, validatorsAnswer } from "../rpc-json.js";
import { type WireMethod, wireMethod } from "../wire-routes.js";

/** What `node_info` tells of this program. */
export interface NodeVersion {
  readonly name: string;
  readonly version: string;
  readonly gitCommit?: string;
}

/** Clients choose their behaviour by this: the SDK whose wire format this node speaks. */
const COSMOS_SDK_VERSION = "v0.53.4";

interface Deps {
  readonly rpc: RpcClient;
  readonly version: NodeVersion;
  /** Bech32 prefix of accounts. */
  readonly prefix: string;
}

/** The service `cosmos.base.tendermint.v1beta1`, answered by the engine. */
export function tendermintMethods(deps: Deps): readonly WireMethod[] {
  return [
    ...nodeMethods(deps),
    ...blockMethods(deps),
    ...validatorMethods(deps),
    queryMethod(deps),
  ];
}

function nodeMethods({ rpc, version }: Deps): readonly WireMethod[] {
  const { GetNodeInfo, GetSyncing } = tm.Service;
  return [
    wireMethod(
      GetNodeInfo,
      { request: tm.GetNodeInfoRequest, response: tm.GetNodeInfoResponse },
      async () => {
        const { node_info: node } = await askRpc(rpc, "status", {}, statusAnswer);
        return {
          value: {
            defaultNodeInfo: {
              protocolVersion: node.protocol_version,
              defaultNodeId: node.id,
              listenAddr: node.listen_addr,
              network: node.network,
              version: node.version,
              channels: node.channels,
              moniker: node.moniker,
              other: { txIndex: node.other.tx_index, rpcAddress: node.other.rpc_address },
            },
            applicationVersion: applicationVersion(version),
          },
        };
      },
    ),
    wireMethod(
      GetSyncing,
      { request: tm.GetSyncingRequest, response: tm.GetSyncingResponse },
      async () => {
        const { sync_info } = await askRpc(rpc, "status", {}, statusAnswer);
        return { value: { syncing: sync_info.catching_up } };
      },
    ),
  ];
}

/** `go_version` is where clients look for the runtime. */
function applicationVersion({ name, version, gitCommit = "" }: NodeVersion): tm.VersionInfo {
  return {
    name,
    appName: name,
    version,
    gitCommit,
    buildTags: "",
    goVersion: `node ${process.version} ${process.platform}/${process.arch}`,
    buildDeps: [],
    cosmosSdkVersion: COSMOS_SDK_VERSION,
  };
}

/** The engine refuses heights that it does not have: the client named the height. */
export function heightRefusal(message: string): GatewayError {
  return /height/i.test(message) ? badRequest(message) : refused("Internal", message);
}

/** The block at a height, the latest for undefined. Refuses heights that the chain does not have. */
export function blockAt(rpc: RpcClient, height: bigint | undefined) {
  if (height !== undefined && height <= 0n) {
    throw badRequest(`height must be greater than 0, but got ${height}`);
  }
  const params = height === undefined ? {} : { height: height.toString() };
  return askRpc(rpc, "block", params, blockAnswer, heightRefusal);
}

function blockMethods({ rpc, prefix }: Deps): readonly WireMethod[] {
  const { GetLatestBlock, GetBlockByHeight } = tm.Service;
  const show = async (height: bigint | undefined) => {
    const { block_id, block } = await blockAt(rpc, height);
    return { value: blockResponse(prefix, block_id, block), height: block.header.height };
  };
  return [
    wireMethod(
      GetLatestBlock,
      { request: tm.GetLatestBlockRequest, response: tm.GetLatestBlockResponse },
      () => show(undefined),
    ),
    wireMethod(
      GetBlockByHeight,
      { request: tm.GetBlockByHeightRequest, response: tm.GetBlockByHeightResponse },
      ({ height }) => show(height),
    ),
  ];
}

/** `sdk_block` differs by the proposer's address, which is bech32. */
function blockResponse(prefix: string, blockId: BlockID, block: Block) {
  const proposerAddress = consensusAddress(prefix, block.header.proposerAddress);
  const sdkBlock = { ...block, header: { ...block.header, proposerAddress } };
  return { blockId, block, sdkBlock };
}

const consensusAddress = (prefix: string, bytes: Uint8Array): string =>
  addressText(`${prefix}valcons`, bytes);

const MOST_VALIDATORS = 100n;

function validatorMethods({ rpc, prefix }: Deps): readonly WireMethod[] {
  const { GetLatestValidatorSet, GetValidatorSetByHeight } = tm.Service;
  const show = async (height: string | undefined, pagination: PageRequest | undefined) => {
    const params = { ...pageParams(pagination), ...(height === undefined ? {} : { height }) };
    const refusal = (text: string) => (/page/.test(text) ? badRequest(text) : heightRefusal(text));
    const set = await askRpc(rpc, "validators", params, validatorsAnswer, refusal);
    const validators = set.validators.map((one) => ({
      address: consensusAddress(prefix, one.address),
      pubKey: one.pub_key,
      votingPower: one.voting_power,
      proposerPriority: one.proposer_priority,
    }));
    const page = { nextKey: new Uint8Array(0), total: set.total };
    return { value: { blockHeight: set.block_height, validators, pagination: page } };
  };
  return [
    wireMethod(
      GetLatestValidatorSet,
      { request: tm.GetLatestValidatorSetRequest, response: tm.GetLatestValidatorSetResponse },
      ({ pagination }) => show(undefined, pagination),
    ),
    wireMethod(
      GetValidatorSetByHeight,
      { request: tm.GetValidatorSetByHeightRequest, response: tm.GetValidatorSetByHeightResponse },
      ({ height, pagination }) => {
        if (height <= 0n) throw badRequest(`height must be greater than 0, but got ${height}`);
        return show(height.toString(), pagination);
      },
    ),
  ];
}

/** Pages are counted by the engine: an offset within a page gives that page. */
function pageParams(pagination: PageRequest | undefined) {
  const { limit = 0n, offset = 0n } = pagination ?? {};
  const size = limit === 0n || limit > MOST_VALIDATORS ? MOST_VALIDATORS : limit;
  return { page: (offset / size + 1n).toString(), per_page: size.toString() };
}

function queryMethod({ rpc }: Deps): WireMethod {
  return wireMethod(
    tm.Service.ABCIQuery,
    { request: tm.ABCIQueryRequest, response: tm.ABCIQueryResponse },
    async ({ path, data, height, prove }) => {
      if (height < 0n) throw badRequest(`height must not be negative, but is ${height}`);
      const params = { path, data: upperHex(data), height: height.toString(), prove };
      const value = await askRpc(rpc, "abci_query", params, abciQueryAnswer, badRequest);
      return { value };
    },
  );
}
