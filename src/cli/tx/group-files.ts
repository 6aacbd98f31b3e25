import { InvalidArgumentError } from "commander";
import { z } from "zod";
import { CliError } from "../failure.js";
import { jsonFile } from "./documents.js";

/** What files of `tx group` hold, as help tells it. */
export const MEMBERS_FILE = 'JSON file: {"members":[{"address","weight","metadata"}]}';
export const POLICY_FILE =
  'JSON file: {"@type":"/cosmos.group.v1.ThresholdDecisionPolicy", "threshold", "windows"}';

const membersSchema = z.object({
  members: z.array(
    z.object({ address: z.string(), weight: z.string(), metadata: z.string().default("") }),
  ),
});

/** Members of a file, their keys resolved by `address`. Throws CliError. */
export async function readMembers(file: string, address: (text: string) => Promise<string>) {
  const { members } = readFile(file, membersSchema);
  return Promise.all(
    members.map(async (member) => ({ ...member, address: await address(member.address) })),
  );
}

/** A JSON file of a known shape. Throws CliError with what is wrong. */
export function readFile<S extends z.ZodType>(file: string, schema: S): z.output<S> {
  const result = schema.safeParse(jsonFile(file));
  if (result.success) return result.data;
  throw new CliError(`${file}: ${z.prettifyError(result.error)}`);
}

/** An id of an argument: a whole number from 1 on. */
export function readId(text: string): bigint {
  if (/^[1-9]\d{0,19}$/.test(text)) return BigInt(text);
  throw new InvalidArgumentError("not an id");
}
