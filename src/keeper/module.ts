import type { ReadContext, WriteContext } from "./context.js";
import type { MessageBinding } from "./handler.js";
import type { ParamsBinding } from "./module-params.js";
import type { Json, QueryBinding } from "./query.js";

/** Genesis of one module: a section of `app_state` in the SDK's shape. */
export interface ModuleGenesis {
  /** Key under `app_state`. */
  readonly name: string;
  /** The section of a fresh chain with this base denomination. */
  fresh(settings: { readonly denom: string }): Json;
  /** Checks and stores a section. Refuses with a ChainError that names what is wrong. */
  init(ctx: WriteContext, section: Json): void;
  export(ctx: ReadContext): Json;
}

/** A vote of the commit of the block before. */
export interface BlockVote {
  /** The 20 bytes by which consensus names the validator. */
  readonly address: Uint8Array;
  readonly power: bigint;
  /** Whether its signature is in the commit, for the block or for none. */
  readonly signed: boolean;
}

/** A validator that consensus caught. */
export interface Misbehavior {
  readonly kind: "double-sign" | "light-client-attack" | "unknown";
  readonly address: Uint8Array;
  readonly power: bigint;
  readonly height: bigint;
  /** Nanoseconds since the Unix epoch. */
  readonly time: bigint;
  readonly totalPower: bigint;
}

/** What the engine tells of a block beside its transactions. */
export interface BlockFacts {
  /** The 20 bytes by which consensus names the proposer. */
  readonly proposer: Uint8Array;
  readonly votes: readonly BlockVote[];
  readonly misbehavior: readonly Misbehavior[];
  readonly nextValidatorsHash: Uint8Array;
  /** App hash of the block before. */
  readonly appHash: Uint8Array;
  /** Time of the block before, nanoseconds since the Unix epoch; undefined for the first block. */
  readonly previousTime: bigint | undefined;
}

/** Power that a validator has from now on; 0n for one that leaves. */
export interface ValidatorPower {
  /** 32 bytes, ed25519. */
  readonly publicKey: Uint8Array;
  readonly power: bigint;
}

/** What must hold of a module's state after every block. */
export interface Invariant {
  /** `bank/total-supply` */
  readonly name: string;
  /** What is wrong; undefined when nothing is. */
  check(ctx: ReadContext): string | undefined;
}

/** What turns a module's state of one version into that of the next, by the version that it is from. */
export type Migrations = ReadonlyMap<bigint, (ctx: WriteContext) => void>;

/** A module as the application composes it: a table, no logic. */
export interface Module {
  readonly name: string;
  /** Version of its state, that of Cosmos SDK where it is one of its modules; 1n unless given. */
  readonly version?: bigint;
  /** From every older version that an upgrade may find. */
  readonly migrations?: Migrations;
  readonly messages?: readonly MessageBinding[];
  readonly queries?: readonly QueryBinding[];
  readonly genesis?: ModuleGenesis;
  /** What governance may change; `MsgUpdateParams` is bound from it. */
  readonly params?: ParamsBinding;
  readonly invariants?: readonly Invariant[];
  /** The validators that a chain starts with, asked for once all sections are in. */
  firstValidators?(ctx: WriteContext): readonly ValidatorPower[];
  beginBlock?(ctx: WriteContext, block: BlockFacts): void;
  endBlock?(ctx: WriteContext): void;
  /** The same for the module that knows the validators: what changed of them, for the engine. */
  endBlockOfValidators?(ctx: WriteContext): readonly ValidatorPower[];
  /**
   * Makes the state fit a chain that begins at block 1 again: nothing in it may tell of a height. Run
   * before an export alone, never in a block.
   */
  forgetHeights?(ctx: WriteContext): void;
}
