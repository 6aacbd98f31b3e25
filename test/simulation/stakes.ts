import { App } from "../../src/abci/app.js";
import { STORES } from "../../src/abci/compose.js";
import { type AppState, freshAppState } from "../../src/abci/genesis.js";
import { silent } from "../../src/abci/logger.js";
import * as bank from "../../src/gen/cosmos/bank/v1beta1.js";
import { PubKey as Ed25519Key } from "../../src/gen/cosmos/crypto/ed25519.js";
import * as distribution from "../../src/gen/cosmos/distribution/v1beta1.js";
import { MsgUnjail } from "../../src/gen/cosmos/slashing/v1beta1.js";
import * as staking from "../../src/gen/cosmos/staking/v1beta1.js";
import {
  MisbehaviorType,
  RequestFinalizeBlock,
  RequestInitChain,
  type ValidatorUpdate,
} from "../../src/gen/tendermint/abci.js";
import { BlockIDFlag } from "../../src/gen/tendermint/types.js";
import { addressBytes, addressText, hashedAddress } from "../../src/keeper/addresses.js";
import { freeGas } from "../../src/keeper/gas.js";
import { type OpenMultiStore, openMultiStore } from "../../src/store/multistore.js";
import type { Any } from "../../src/wire/descriptor.js";
import { Random } from "../store/random.js";
import { CHAIN } from "../support/ante-world.js";
import { GENESIS_TIME, type Person, peopleOf, sign, withFunds } from "../support/app-chain.js";
import { signDigest } from "../support/native-signer.js";
import { message } from "../support/world.js";

const SECOND = 1_000_000_000n;
const UNBONDING = 100n * SECOND;
const PEOPLE = 24;
/** The first of them validate from genesis on. */
const FIRST_VALIDATORS = 4;

/** What a simulated history came to. */
export interface Tally {
  /** Transactions that were carried out, and those that a rule refused, by message type. */
  readonly done: Map<string, number>;
  readonly refused: Map<string, number>;
}

const operatorOf = (account: string): string => addressText("veranavaloper", addressBytes(account));

/** A consensus key of 32 bytes that nobody signs with: the engine of a simulation asks for no signature. */
const consensusKey = (n: number): Uint8Array => new Uint8Array(32).fill(n + 1);

/**
 * Random stakes, rewards and faults on the whole application, block by block: votes of validators that
 * sign or not, double signatures, time that jumps over ends of unbondings.
 */
export class StakeSimulation {
  readonly tally: Tally = { done: new Map(), refused: new Map() };
  readonly appHashes: string[] = [];
  readonly #powers = new Map<string, bigint>();
  #lastVotes: readonly (readonly [string, bigint])[] = [];
  /** Heights of the last blocks in which something began to unbond. */
  #unbondings: bigint[] = [];
  #height = 0n;
  #time = GENESIS_TIME;

  private constructor(
    readonly app: App,
    readonly store: OpenMultiStore,
    private readonly people: readonly Person[],
    private readonly random: Random,
  ) {}

  static async start(seed: number): Promise<StakeSimulation> {
    const store = await openMultiStore({ stores: [...STORES] });
    const app = new App({ store, logger: silent, version: "test" });
    const people = peopleOf(PEOPLE);
    const simulation = new StakeSimulation(app, store, people, new Random(seed));
    const { validators } = app.initChain(
      RequestInitChain.create({
        chainId: CHAIN.chainId,
        time: GENESIS_TIME,
        initialHeight: 1n,
        appStateBytes: new TextEncoder().encode(JSON.stringify(genesis(people))),
      }),
    );
    simulation.#take(validators);
    return simulation;
  }

  /** Runs a block of so many random transactions; what invariants say of it, names first. */
  async block(operations: number): Promise<readonly string[]> {
    const { random } = this;
    this.#height += 1n;
    this.#time += random.chance(100) ? UNBONDING / 3n : SECOND * BigInt(1 + random.below(5));
    const before = this.people.map(({ sequence }) => sequence);
    const operation = () => this.#operation();
    const planned = Array.from({ length: operations }, operation);
    const response = this.app.finalizeBlock(
      RequestFinalizeBlock.create({
        height: this.#height,
        time: this.#time,
        txs: planned.map(({ tx }) => tx),
        decidedLastCommit: { round: 0, votes: this.#votes() },
        misbehavior: this.#misbehavior(),
        proposerAddress: hashedAddress(consensusKey(0)),
      }),
    );
    await this.app.commit();
    for (const [i, person] of this.people.entries()) person.sequence = before[i] ?? 0n;
    for (const [i, { code, events }] of response.txResults.entries()) {
      const counts = code === 0 ? this.tally.done : this.tally.refused;
      const { kind = "", person } = planned[i] ?? {};
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      if (code === 0 && kind === "MsgUndelegate") this.#unbondings.unshift(this.#height);
      // Whoever cannot pay the fee keeps his sequence.
      if (person !== undefined && events.length > 0) person.sequence += 1n;
    }
    this.#unbondings = this.#unbondings.slice(0, 8);
    this.#lastVotes = [...this.#powers];
    this.#take(response.validatorUpdates);
    this.appHashes.push(Buffer.from(response.appHash).toString("hex"));
    return this.faults();
  }

  /** Invariants that do not hold, with what is wrong. */
  faults(): readonly string[] {
    const { settings, composition } = this.app.live;
    const ctx = {
      stores: this.store,
      chain: settings,
      height: this.#height,
      blockTime: this.#time,
      gas: freeGas,
    };
    return composition.modules.flatMap(({ invariants = [] }) =>
      invariants.flatMap(({ name, check }) => {
        const wrong = check(ctx);
        return wrong === undefined ? [] : [`${name}: ${wrong}`];
      }),
    );
  }

  /** Names of consensus and power, as the engine would have them. */
  get powers(): ReadonlyMap<string, bigint> {
    return this.#powers;
  }

  #take(updates: readonly ValidatorUpdate[]): void {
    for (const { pubKey, power } of updates) {
      const name = Buffer.from(hashedAddress(pubKey.ed25519 ?? new Uint8Array(0))).toString("hex");
      if (power === 0n) this.#powers.delete(name);
      else this.#powers.set(name, power);
    }
  }

  #votes() {
    return this.#lastVotes.map(([name, power], i) => ({
      validator: { address: Uint8Array.from(Buffer.from(name, "hex")), power },
      // The second validator hardly ever signs.
      blockIdFlag: this.random.chance(i === 1 ? 900 : 20)
        ? BlockIDFlag.BLOCK_ID_FLAG_ABSENT
        : BlockIDFlag.BLOCK_ID_FLAG_COMMIT,
    }));
  }

  #misbehavior() {
    const [name, power] = this.#lastVotes.at(-1) ?? [];
    if (name === undefined || power === undefined || !this.random.chance(10)) return [];
    const address = Uint8Array.from(Buffer.from(name, "hex"));
    const height = this.#height - 1n;
    const validator = { address, power };
    const type = MisbehaviorType.DUPLICATE_VOTE;
    return [{ type, validator, height, time: this.#time - SECOND, totalVotingPower: power }];
  }

  #operation() {
    const person = this.#person();
    const made = this.#message(person);
    return {
      kind: made.typeUrl.split(".").at(-1) ?? "",
      person,
      tx: sign(person, [made], { sign: signDigest }),
    };
  }

  #person(): Person {
    const found = this.people[this.random.below(this.people.length)];
    if (found === undefined) throw new RangeError("nobody is there");
    return found;
  }

  #message({ address }: Person): Any {
    const { random } = this;
    const amount = { denom: "uvna", amount: BigInt(1 + random.below(30_000_000)) };
    const operator = () => operatorOf(this.people[random.below(8)]?.address ?? address);
    const pair = { delegatorAddress: address, validatorAddress: operator() };
    const own = operatorOf(address);
    const number = this.people.findIndex((one) => one.address === address);
    const makers: readonly (() => Any)[] = [
      () => message(staking.MsgDelegate, { ...pair, amount }),
      () => message(staking.MsgDelegate, { ...pair, amount }),
      () => message(staking.MsgUndelegate, { ...pair, amount }),
      () =>
        message(staking.MsgBeginRedelegate, {
          delegatorAddress: address,
          validatorSrcAddress: operator(),
          validatorDstAddress: operator(),
          amount,
        }),
      () =>
        message(staking.MsgCancelUnbondingDelegation, {
          ...pair,
          amount: { denom: "uvna", amount: 1n + amount.amount / 10n },
          creationHeight: this.#unbondings[random.below(this.#unbondings.length)] ?? 1n,
        }),
      () =>
        message(staking.MsgUpdateParams, {
          authority: address,
          params: staking.Params.create({ bondDenom: "uother" }),
        }),
      () =>
        message(staking.MsgCreateValidator, {
          description: {
            moniker: "m",
            identity: "",
            website: "",
            securityContact: "",
            details: "",
          },
          commission: { rate: 10n ** 17n, maxRate: 10n ** 18n, maxChangeRate: 10n ** 17n },
          minSelfDelegation: 1n,
          validatorAddress: own,
          pubkey: {
            typeUrl: Ed25519Key.typeUrl,
            value: Ed25519Key.encode({ key: consensusKey(number) }),
          },
          value: amount,
        }),
      () => message(distribution.MsgWithdrawDelegatorReward, pair),
      () => message(distribution.MsgWithdrawValidatorCommission, { validatorAddress: own }),
      () =>
        message(distribution.MsgSetWithdrawAddress, {
          delegatorAddress: address,
          withdrawAddress: this.#person().address,
        }),
      () => message(distribution.MsgFundCommunityPool, { depositor: address, amount: [amount] }),
      () =>
        message(distribution.MsgDepositValidatorRewardsPool, {
          depositor: address,
          validatorAddress: operator(),
          amount: [amount],
        }),
      () => message(MsgUnjail, { validatorAddr: own }),
      () =>
        message(bank.MsgSend, {
          fromAddress: address,
          toAddress: this.#person().address,
          amount: [amount],
        }),
    ];
    const make = makers[random.below(makers.length)];
    if (make === undefined) throw new RangeError("no such operation");
    return make();
  }
}

/** Four validators that stake for themselves, short times, a small window of signatures. */
function genesis(people: readonly Person[]): AppState {
  const fresh = withFunds(
    freshAppState(CHAIN.chainId, CHAIN.denom),
    people.map(({ address }) => address),
  );
  const first = people.slice(0, FIRST_VALIDATORS);
  const tokens = "10000000";
  const total = (10_000_000n * BigInt(first.length)).toString();
  const pool = addressText(
    "verana",
    Buffer.from("4fea76427b8345861e80a3540a8a9d936fd39391", "hex"),
  );
  const section = (name: string) => fresh[name] as { readonly params: object };
  const { balances } = fresh.bank as unknown as { readonly balances: readonly object[] };
  const held = { address: pool, coins: [{ denom: CHAIN.denom, amount: total }] };
  const decimal = (n: bigint) => `${n}.000000000000000000`;
  return {
    ...fresh,
    bank: { ...(fresh.bank as object), balances: [...balances, held] },
    staking: {
      ...section("staking"),
      params: { ...section("staking").params, unbonding_time: "100s", max_validators: 5 },
      validators: first.map(({ address }, i) => ({
        operator_address: operatorOf(address),
        consensus_pubkey: {
          "@type": Ed25519Key.typeUrl,
          key: Buffer.from(consensusKey(i)).toString("base64"),
        },
        status: "BOND_STATUS_BONDED",
        tokens,
        delegator_shares: decimal(10_000_000n),
        unbonding_time: "1970-01-01T00:00:00Z",
        commission: {
          commission_rates: { rate: "0.1", max_rate: "0.5", max_change_rate: "0.1" },
          update_time: "2026-01-01T00:00:00Z",
        },
        min_self_delegation: "1",
      })),
      delegations: first.map(({ address }) => ({
        delegator_address: address,
        validator_address: operatorOf(address),
        shares: decimal(10_000_000n),
      })),
    },
    slashing: {
      ...section("slashing"),
      params: {
        ...section("slashing").params,
        signed_blocks_window: "10",
        downtime_jail_duration: "20s",
      },
    },
  } as unknown as AppState;
}
