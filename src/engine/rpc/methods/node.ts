import { rfc3339 } from "../../../wire/rfc3339.js";
import { base64, equalBytes, upperHex } from "../../embedded/bytes.js";
import { BLOCK_VERSION, P2P_VERSION } from "../../embedded/protocol.js";
import { totalPower, type Validator } from "../../embedded/validators.js";
import { publicKeyJson, validatorJson } from "../../json/blocks.js";
import type { ChainView, NodeFacts, RpcBackend } from "../backend.js";
import { internalError } from "../errors.js";
import { defineMethod, type Method } from "../method.js";
import { int64 } from "../params.js";

const CHUNK_BYTES = 16 * 1024 * 1024;
/** Clients refuse an empty address; at this one nobody listens for peers. */
const NO_PEERS = "tcp://127.0.0.1:0";
/** The channels of a CometBFT node, hex. */
const CHANNELS = "40202122233038606100";

/** Methods about this node, the genesis and the state of consensus. */
export function nodeMethods(backend: RpcBackend): readonly Method[] {
  const { chain, node } = backend;
  // A genesis does not change: its text is made once, when it is first asked for.
  let genesisText: Buffer | undefined;
  const genesisBytes = () => {
    genesisText ??= Buffer.from(JSON.stringify(backend.genesis), "utf8");
    return genesisText;
  };
  return [
    defineMethod("health", { params: {}, run: () => ({}) }),
    defineMethod("status", {
      params: {},
      async run() {
        await backend.started();
        return status(chain, node);
      },
    }),
    defineMethod("net_info", {
      params: {},
      run: () => ({ listening: true, listeners: ["Listener(@)"], n_peers: "0", peers: [] }),
    }),
    defineMethod("genesis", {
      params: {},
      caching: "always",
      run() {
        if (genesisBytes().length > CHUNK_BYTES) {
          throw internalError(
            "genesis response is large, please use the genesis_chunked API instead",
          );
        }
        return { genesis: backend.genesis };
      },
    }),
    defineMethod("genesis_chunked", {
      params: { chunk: int64 },
      caching: "always",
      run: ({ chunk }) => genesisChunk(genesisBytes(), chunk ?? 0n),
    }),
    defineMethod("consensus_state", {
      params: {},
      run: () => consensusState(chain),
    }),
    defineMethod("dump_consensus_state", {
      params: {},
      run: () => dumpConsensusState(chain),
    }),
  ];
}

async function status(chain: ChainView, node: NodeFacts) {
  const latest = chain.block(chain.height);
  const earliest = chain.block(chain.base);
  if (latest === undefined || earliest === undefined) throw internalError("there is no block yet");
  const signers = await chain.validatorsAt(chain.height + 1n);
  const own = signers.find(({ address }) => equalBytes(address, node.validator.address));
  return {
    node_info: nodeInfo(node, latest.header.version.app),
    sync_info: {
      latest_block_hash: upperHex(latest.id.hash),
      latest_app_hash: upperHex(chain.appHash),
      latest_block_height: chain.height.toString(),
      latest_block_time: rfc3339(latest.header.time),
      earliest_block_hash: upperHex(earliest.id.hash),
      earliest_app_hash: upperHex(earliest.header.appHash),
      earliest_block_height: chain.base.toString(),
      earliest_block_time: rfc3339(earliest.header.time),
      catching_up: false,
    },
    validator_info: {
      address: upperHex(node.validator.address),
      pub_key: publicKeyJson(node.validator.publicKey),
      voting_power: (own?.power ?? 0n).toString(),
    },
  };
}

function nodeInfo(node: NodeFacts, app: bigint) {
  return {
    protocol_version: {
      p2p: P2P_VERSION.toString(),
      block: BLOCK_VERSION.toString(),
      app: app.toString(),
    },
    id: node.id,
    listen_addr: NO_PEERS,
    network: node.chainId,
    version: node.version,
    channels: CHANNELS,
    moniker: node.moniker,
    other: { tx_index: "on", rpc_address: node.rpcAddress },
  };
}

function genesisChunk(bytes: Buffer, chunk: bigint) {
  const total = Math.ceil(bytes.length / CHUNK_BYTES);
  if (chunk < 0n || chunk >= BigInt(total)) {
    throw internalError(`there are ${total - 1} chunks, ${chunk} is invalid`);
  }
  const start = Number(chunk) * CHUNK_BYTES;
  const data = base64(bytes.subarray(start, start + CHUNK_BYTES));
  return { chunk: chunk.toString(), total: total.toString(), data };
}

/** Between two blocks nobody has voted yet. */
function noVotes(validators: readonly Validator[]) {
  const nil = validators.map(() => "nil-Vote");
  const bits = `BA{${validators.length}:${"_".repeat(validators.length)}}`;
  const array = `${bits} 0/${totalPower(validators)} = 0.00`;
  return [
    {
      round: 0,
      prevotes: nil,
      prevotes_bit_array: array,
      precommits: nil,
      precommits_bit_array: array,
    },
  ];
}

async function consensusState(chain: ChainView) {
  const validators = await chain.validatorsAt(chain.height + 1n);
  const [proposer] = validators;
  return {
    round_state: {
      "height/round/step": `${chain.height + 1n}/0/1`,
      start_time: lastTime(chain),
      proposal_block_hash: "",
      locked_block_hash: "",
      valid_block_hash: "",
      height_vote_set: noVotes(validators),
      proposer: { address: upperHex(proposer?.address ?? new Uint8Array()), index: 0 },
    },
  };
}

async function dumpConsensusState(chain: ChainView) {
  const validators = await chain.validatorsAt(chain.height + 1n);
  const last = chain.height >= chain.base ? await chain.validatorsAt(chain.height) : [];
  const total = totalPower(last);
  const round_state = {
    height: (chain.height + 1n).toString(),
    round: 0,
    step: 1,
    start_time: lastTime(chain),
    commit_time: lastTime(chain),
    validators: setJson(validators),
    proposal: null,
    proposal_block: null,
    proposal_block_parts: null,
    locked_round: -1,
    locked_block: null,
    locked_block_parts: null,
    valid_round: -1,
    valid_block: null,
    valid_block_parts: null,
    votes: noVotes(validators),
    commit_round: -1,
    last_commit: {
      votes: last.map(({ address }) => `Vote{${upperHex(address).slice(0, 12)} ${chain.height}}`),
      votes_bit_array: `BA{${last.length}:${"x".repeat(last.length)}} ${total}/${total} = 1.00`,
      peer_maj_23s: {},
    },
    last_validators: setJson(last),
    triggered_timeout_precommit: false,
  };
  return { round_state, peers: [] };
}

function setJson(validators: readonly Validator[]) {
  const members = validators.map(validatorJson);
  return { validators: members, proposer: members[0] ?? null };
}

function lastTime(chain: ChainView): string {
  return rfc3339(chain.block(chain.height)?.header.time ?? 0n);
}
