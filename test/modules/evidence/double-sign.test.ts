import { afterEach, expect, it } from "vitest";
import {
  Equivocation,
  MsgSubmitEvidence,
  Query,
  type QueryAllEvidenceResponse,
  type QueryEvidenceResponse,
} from "../../../src/gen/cosmos/evidence/v1beta1.js";
import { MsgUnjail } from "../../../src/gen/cosmos/slashing/v1beta1.js";
import { pack } from "../../../src/wire/any.js";
import { StakeChain } from "../../support/stake-chain.js";
import { message } from "../../support/world.js";

let chain: StakeChain;
afterEach(async () => {
  expect(chain.faults()).toEqual([]);
  await chain.close();
});

const infoOf = (n: number) =>
  chain
    .section("slashing")
    .signing_infos.find((one: { address: string }) => one.address === chain.consensus(n))
    .validator_signing_info;

it("tombstones for ever, once, and keeps the evidence under its hash", async () => {
  chain = await StakeChain.start();
  const doubleSign = { validator: 0, height: chain.height, power: 10n };
  await chain.block({ doubleSign });
  expect(infoOf(0)).toMatchObject({ tombstoned: true, jailed_until: "9999-12-31T23:59:59Z" });
  const [{ tokens }] = chain
    .section("staking")
    .validators.filter((one: { jailed: boolean }) => one.jailed);
  expect(tokens).toBe("9500000");
  await chain.block({ doubleSign: { ...doubleSign, height: chain.height } });
  const staking = chain.section("staking");
  expect(staking.validators.find((one: { jailed: boolean }) => one.jailed).tokens).toBe("9500000");
  const unjail = message(MsgUnjail, { validatorAddr: chain.operator(0) });
  await chain.block({ seconds: 10_000_000n });
  expect(await chain.refused(0, unjail)).toBe("slashing 4");
  const { evidence } = await chain.ask<unknown, QueryAllEvidenceResponse>(Query.AllEvidence, {});
  expect(evidence).toHaveLength(1);
  const found = Equivocation.decode(evidence[0]?.value ?? new Uint8Array());
  expect(found).toMatchObject({ height: 1n, power: 10n, consensusAddress: chain.consensus(0) });
  const hash = await crypto.subtle.digest("SHA-256", Buffer.from(Equivocation.encode(found)));
  const answer = await chain.ask<unknown, QueryEvidenceResponse>(Query.Evidence, {
    hash: Buffer.from(hash).toString("hex").toUpperCase(),
  });
  expect(answer.evidence?.value).toEqual(evidence[0]?.value);
});

it("evidence of a validator that nobody knows changes nothing", async () => {
  chain = await StakeChain.start();
  await chain.block({ doubleSign: { validator: 77, height: 1n, power: 10n } });
  expect(chain.section("evidence").evidence).toEqual([]);
});

it("evidence is not taken from transactions", async () => {
  chain = await StakeChain.start();
  const submitter = chain.account(0);
  const evidence = pack(Equivocation, Equivocation.create({}));
  const codes = [
    await chain.refused(0, message(MsgSubmitEvidence, { submitter, evidence })),
    await chain.refused(0, message(MsgSubmitEvidence, { submitter })),
  ];
  expect(codes).toEqual(["evidence 2", "evidence 3"]);
});
