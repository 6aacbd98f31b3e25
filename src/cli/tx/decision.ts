import { type Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import { ThresholdDecisionPolicy } from "../../gen/cosmos/group/v1.js";
import { pack } from "../../wire/any.js";
import type { Any } from "../../wire/descriptor.js";
import { CliError } from "../failure.js";
import { readDuration } from "../text/durations.js";

/** A member of a group: a key or an address, and how much its vote weighs. */
export interface MemberChoice {
  readonly account: string;
  readonly weight: bigint;
}

const schema = z.object({
  member: z.array(z.custom<MemberChoice>()).default([]),
  threshold: z.string().optional(),
  votingPeriod: z.string(),
  minExecutionPeriod: z.string(),
});

/** Flags of a new group and of how it decides. */
export function decisionFlags(command: Command): Command {
  return command
    .option("--member <account[:weight]>", "a member, repeatable or by commas", readMembers)
    .option("--threshold <weight>", "votes needed (default: more than half of all)")
    .option("--voting-period <duration>", "how long a proposal is open", "24h")
    .option("--min-execution-period <duration>", "least time before execution", "0s");
}

/** Members and decision policy that the flags choose; the signer alone where no member is given. */
export function decision(
  flags: unknown,
  signer: string,
): { readonly members: readonly MemberChoice[]; readonly policy: Any } {
  const given = schema.parse(flags);
  const members = given.member.length === 0 ? [{ account: signer, weight: 1n }] : given.member;
  const total = members.reduce((sum, { weight }) => sum + weight, 0n);
  const threshold = given.threshold ?? (total / 2n + 1n).toString();
  if (!/^\d+$/.test(threshold)) throw new CliError(`--threshold ${threshold} is no whole number`);
  const windows = {
    votingPeriod: readDuration(given.votingPeriod),
    minExecutionPeriod: readDuration(given.minExecutionPeriod),
  };
  return {
    members,
    policy: pack(ThresholdDecisionPolicy, ThresholdDecisionPolicy.create({ threshold, windows })),
  };
}

function readMembers(text: string, before: readonly MemberChoice[] = []): readonly MemberChoice[] {
  const read = text.split(",").map((part) => {
    const match = /^([^:]+)(?::(\d+))?$/.exec(part.trim());
    if (match?.[1] === undefined) throw new InvalidArgumentError(`${part} is no account[:weight]`);
    return { account: match[1], weight: BigInt(match[2] ?? "1") };
  });
  return [...before, ...read];
}
