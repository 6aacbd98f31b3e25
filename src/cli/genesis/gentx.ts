import { MsgCreateValidator } from "../../gen/cosmos/staking/v1beta1.js";
import { AuthInfo, Fee, TxBody } from "../../gen/cosmos/tx/v1beta1.js";
import { addressBytes, addressText } from "../../keeper/addresses.js";
import { amountOf, type Coin } from "../../keeper/coins.js";
import { CliError } from "../failure.js";
import type { NamedKey } from "../keyring/keyring.js";
import { packJson } from "../tx/message-command.js";
import { signatureOver, singleMode, withSignature, withSigner } from "../tx/sign-file.js";
import { txJson, type WholeTx } from "../tx/tx-file.js";
import { genesisBalance } from "./accounts.js";
import { type GenesisDocument, isSection, prefixOf, type Section, sectionOf } from "./file.js";

/** What a validator says of itself. */
export interface ValidatorWish {
  readonly moniker: string;
  readonly identity: string;
  readonly website: string;
  readonly securityContact: string;
  readonly details: string;
  /** Decimals, as `0.1`. */
  readonly rate: string;
  readonly maxRate: string;
  readonly maxChangeRate: string;
  /** Base units. */
  readonly minSelfDelegation: string;
  /** Consensus key: 32 bytes of ed25519. */
  readonly publicKey: Uint8Array;
  /** What the operator stakes. */
  readonly amount: Coin;
}

/** Commission that a validator asks for unless it is told otherwise: Cosmos SDK's. */
export const USUAL_COMMISSION = { rate: "0.1", maxRate: "0.2", maxChangeRate: "0.01" } as const;

/** What a validator says that gives its name alone. */
export function plainWish(moniker: string, publicKey: Uint8Array, amount: Coin): ValidatorWish {
  const said = { identity: "", website: "", securityContact: "", details: "" };
  return { moniker, ...said, ...USUAL_COMMISSION, minSelfDelegation: "1", publicKey, amount };
}

/** What goes around the message. */
export interface GenTxFrame {
  /** `nodeid@host:port`, where peers reach the node. */
  readonly memo: string;
  readonly gas: bigint;
  readonly fees: readonly Coin[];
}

/** Protobuf JSON of MsgCreateValidator by an account. */
export function createValidatorJson(account: string, prefix: string, wish: ValidatorWish): object {
  return {
    description: {
      moniker: wish.moniker,
      identity: wish.identity,
      website: wish.website,
      security_contact: wish.securityContact,
      details: wish.details,
    },
    commission: {
      rate: wish.rate,
      max_rate: wish.maxRate,
      max_change_rate: wish.maxChangeRate,
    },
    min_self_delegation: wish.minSelfDelegation,
    validator_address: addressText(`${prefix}valoper`, addressBytes(account)),
    pubkey: {
      "@type": "/cosmos.crypto.ed25519.PubKey",
      key: Buffer.from(wish.publicKey).toString("base64"),
    },
    value: { denom: wish.amount.denom, amount: wish.amount.amount.toString() },
  };
}

/**
 * The signed transaction that makes an account of the genesis a validator: direct mode, account
 * number 0 and sequence 0, as every transaction at height 0. Throws CliError where the account cannot
 * stake so much, or of another denomination than the chain's.
 */
export function makeGenTx(
  document: GenesisDocument,
  key: NamedKey,
  wish: ValidatorWish,
  frame: GenTxFrame,
): WholeTx {
  checkStake(document, key.address, wish.amount);
  const json = createValidatorJson(key.address, prefixOf(document), wish);
  const body = TxBody.create({
    messages: [packJson(MsgCreateValidator, json)],
    memo: frame.memo,
  });
  const fee = Fee.create({ amount: [...frame.fees], gasLimit: frame.gas });
  const unsigned = { body, authInfo: AuthInfo.create({ fee }), signatures: [] };
  const withInfo = withSigner(unsigned, {
    publicKey: { kind: "secp256k1", key: key.publicKey },
    sequence: 0n,
    modeInfo: singleMode("direct"),
    place: 0,
    of: 1,
    overwrite: true,
  });
  const signer = {
    address: key.address,
    chainId: String(document.chain_id),
    accountNumber: 0n,
    sequence: 0n,
  };
  return withSignature(withInfo, 0, signatureOver(withInfo, key, signer, "direct"));
}

/** Throws CliError where an account of the genesis cannot stake these coins. */
export function checkStake(document: GenesisDocument, account: string, stake: Coin): void {
  const denom = bondDenom(document);
  if (stake.denom !== denom) {
    throw new CliError(`the chain stakes ${denom}, not ${stake.denom}`);
  }
  const coins = genesisBalance(document, account);
  if (coins === undefined) {
    throw new CliError(
      `account ${account} is not in the genesis: vprd genesis add-genesis-account comes first`,
    );
  }
  const held = amountOf(coins, denom);
  if (held < stake.amount) {
    throw new CliError(
      `account ${account} has only ${held}${denom} in the genesis to stake, not ${stake.amount}${denom}`,
    );
  }
}

/** The document with these transactions and no validators of its own: the application names them. */
export function withGenTxs(document: GenesisDocument, txs: readonly WholeTx[]): GenesisDocument {
  const { validators: _, consensus, ...rest } = document;
  return {
    ...rest,
    ...(consensus === undefined ? {} : { consensus: withoutValidators(consensus) }),
    app_state: {
      ...document.app_state,
      genutil: { ...genutilOf(document), gen_txs: txs.map(txJson) },
    },
  };
}

function withoutValidators(consensus: Section[string]): Section[string] {
  if (!isSection(consensus)) return consensus;
  const { validators: _, ...rest } = consensus;
  return rest;
}

function genutilOf(document: GenesisDocument): Section {
  const section = document.app_state.genutil;
  return isSection(section) ? section : {};
}

function bondDenom(document: GenesisDocument): string {
  const { params } = sectionOf(document, "staking");
  return isSection(params) ? String(params.bond_denom) : "";
}
