import { z } from "zod";
import { readFile } from "./documents.js";

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
