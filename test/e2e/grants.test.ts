import { encodePubkey } from "@cosmjs/proto-signing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createKey } from "../../src/engine/embedded/keys.js";
import { addressBytes, addressText } from "../../src/keeper/addresses.js";
import { LINES, type Line, type Mode } from "../support/cosmjs-lines.js";
import { testKey } from "../support/signed-tx.js";
import { stakeClient } from "../support/stake-client.js";
import { authorizations, feeAllowances, type StakedGrantChain } from "./grants.js";
import { stakedChain } from "./staked-engine.js";

const PAIRS = 3;
const pair = (n: number) => [testKey(500 + 2 * n), testKey(501 + 2 * n)] as const;
const operator = testKey(520);
const operatorOf = (address: string) => addressText("veranavaloper", addressBytes(address));

let rpcUrl = "";
let validators: readonly [string, string];
let stop = async (): Promise<void> => undefined;

const [latest, earlier] = LINES as readonly [Line, Line];

beforeAll(async () => {
  const people = Array.from({ length: PAIRS }, (_, n) => pair(n)).flat();
  const addresses = [...people, operator].map(({ address }) => address);
  ({ rpcUrl, stop } = await stakedChain(addresses));
  const client = await stakeClient(latest, "direct", rpcUrl, operator);
  const bonded = await client.query.staking.validators("BOND_STATUS_BONDED");
  const first = bonded.validators[0]?.operatorAddress ?? "";
  // Too little for a unit of power: the engine's own validator goes on alone.
  const second = operatorOf(operator.address);
  const value = Buffer.from(createKey().publicKey).toString("base64");
  const made = await client.send("/cosmos.staking.v1beta1.MsgCreateValidator", {
    description: { moniker: "second", identity: "", website: "", securityContact: "", details: "" },
    commission: {
      rate: "100000000000000000",
      maxRate: "200000000000000000",
      maxChangeRate: "10000000000000000",
    },
    minSelfDelegation: "1",
    delegatorAddress: "",
    validatorAddress: second,
    pubkey: encodePubkey({ type: "tendermint/PubKeyEd25519", value }),
    value: { denom: "uvna", amount: "400000" },
  });
  expect(made.code, made.log).toBe(0);
  validators = [first, second];
  client.end();
}, 120_000);

afterAll(() => stop());

const at = (line: Line, mode: Mode, n: number): StakedGrantChain => ({
  ...{ rpcUrl, line, mode, keys: pair(n), validators },
  stranger: testKey(540 + n).address,
});

it.each([
  ["0.39", "direct", latest, 0],
  ["0.39", "amino", latest, 1],
  ["0.32", "amino", earlier, 2],
] as const)(
  "CosmJS %s, signing %s, uses and exhausts fee allowances of every kind",
  async (name, mode, line, n) => {
    expect(line.name).toBe(name);
    await feeAllowances(at(line, mode, n));
  },
  120_000,
);

it.each([
  ["0.39", "direct", latest, 0],
  ["0.39", "amino", latest, 1],
  ["0.32", "amino", earlier, 2],
] as const)(
  "CosmJS %s, signing %s, executes authorizations of every kind",
  async (_, mode, line, n) => await authorizations(at(line, mode, n)),
  120_000,
);
