import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { until } from "../support/until.js";
import { DevHome } from "./dev-home.js";
import { vprd } from "./in-process.js";

const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

/** Words of the lines of a text's `sh` blocks that run vprd, as a shell reads them. */
const commands = (path: string): readonly (readonly string[])[][] =>
  [...text(path).matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = ""]) =>
    [...block.matchAll(/^npx vprd (.*)$/gm)].map(([, line = ""]) =>
      [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? ""),
    ),
  );

let chain: DevHome;

beforeAll(async () => {
  chain = await DevHome.start("participants");
});

afterAll(() => chain?.stop());

/** Runs a command that must succeed, as in the folder of a development chain; what it printed. */
async function run(words: readonly string[]): Promise<string> {
  const tx = ["--keyring-backend", "test", "--yes", "--wait", "-o", "brief"];
  const flags = ["--home", chain.home, "--node", chain.rpc, ...(words[0] === "tx" ? tx : [])];
  const { code, stdout, stderr } = await vprd(chain.folder, [...words, ...flags]);
  expect(code, `${words.join(" ")}\n${stdout}${stderr}`).toBe(0);
  return stdout;
}

it("goes from a schema to paid sessions, a slash and its repayment by the commands of the guide alone", async () => {
  for (const words of commands("README.md").flat()) await run(words);
  const [prices = [], onboarding = [], session = [], slash = []] = commands("docs/participants.md");
  for (const words of prices) await run(words);
  const authorized = async (did: string, role: string) =>
    JSON.parse(
      await run([
        ...["q", "pp", "authorized", "--did", did, "--role", role, "--schema-id", "2"],
        ...["-o", "json"],
      ]),
    );
  await until(async () => (await authorized("did:example:badges", "ecosystem")).authorized);

  for (const words of onboarding) await run(words);
  expect(await authorized("did:example:uni", "issuer")).toMatchObject({
    authorized: true,
    participant: { id: "3", vs_operator: await chain.addressOf("carol") },
    ancestors: [{ participant: { id: "2", role: "ECOSYSTEM" }, active: true }],
  });

  const balance = () => run(["q", "bank", "balances", "carol"]);
  const before = await balance();
  for (const words of session) await run(words);
  // The corporation paid for the session and for the transaction.
  expect(await balance()).toBe(before);
  const [paid] = JSON.parse(
    await run(["q", "pp", "list-participant-sessions", "-o", "json"]),
  ).participant_sessions;
  expect(paid).toMatchObject({ corporation_id: "2", session_records: [{ id: "1" }] });

  const answers: string[] = [];
  for (const words of slash) answers.push(await run(words));
  expect(answers[1]).toContain("reason: slashed");
  const { participants } = JSON.parse(
    await run(["q", "pp", "list-participants", "--schema-id", "2", "-o", "json"]),
  );
  expect(participants.map(({ id }: { readonly id: string }) => id)).toEqual(["2", "3", "4"]);
  expect(participants[1]).toMatchObject({ slashed_deposit: "1000", repaid_deposit: "1000" });
}, 240_000);

it("names no corporation for an account that is no VS operator, and says so", async () => {
  const session = "create-or-update-participant-session 00000000-0000-4000-8000-000000000002";
  const line = `tx pp ${session} --issuer-participant-id 3 --from alice --yes --node ${chain.rpc}`;
  const { code, stderr } = await chain.raw(`${line} --keyring-backend test`);
  expect(code).toBe(1);
  expect(stderr).toContain("is a VS operator of no corporation; name one with --corporation");
});
