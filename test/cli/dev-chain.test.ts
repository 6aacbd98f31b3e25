import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { cleanAfterEach, type Ended, newFolder, startNode, vprd } from "./run.js";

cleanAfterEach();

const SCHEMA = fileURLToPath(new URL("schema.json", import.meta.url));

/** Values of a brief answer by their names. */
function brief({ code, stdout, stderr }: Ended): Readonly<Record<string, string>> {
  expect(stderr.includes("Error") ? stderr : "").toBe("");
  expect(code).toBe(0);
  const lines = stdout.trim().split("\n");
  return Object.fromEntries(lines.map((line) => line.split(": ", 2)));
}

it("takes a person from a fresh chain to a listed participant, and keeps it over a restart", async () => {
  const folder = newFolder();
  const run = (line: string) => vprd(folder, line.split(" "));
  const node = await startNode(folder, ["dev"]);
  writeFileSync(join(folder, "framework.txt"), "our rules");
  const doc = "--doc-url https://example.com/rules --doc-file framework.txt";

  const co = brief(
    await run(
      `tx co create-corporation --from alice --member alice,bob:1,carol --did did:example:acme ${doc}`,
    ),
  );
  expect(co.corporation_id).toBe("1");
  const grant = brief(await run("tx corporation grant-operator dave --from alice"));
  expect(grant.proposal_id).toBe("1");
  expect(grant.execution).toBe("not_run");
  const vote = brief(await run("tx group vote 1 yes --from bob"));
  expect(vote.execution).toBe("success");
  const ec = brief(await run(`tx ec create-ecosystem --from dave --did did:example:eco ${doc}`));
  expect(ec.ecosystem_id).toBe("1");
  const cs = brief(
    await run(
      `tx cs create-credential-schema ${SCHEMA} --ecosystem-id 1 --from dave --sign-mode amino-json`,
    ),
  );
  expect(cs.id).toBe("1");
  const pp = brief(
    await run(
      "tx pp create-root-participant --schema-id 1 --did did:example:root --from dave --effective-from +1h",
    ),
  );
  expect(pp.id).toBe("1");

  const listed = JSON.parse(await (await fetch(`${node.api}/pp/v1/list?schema_id=1`)).text());
  expect(listed.participants).toHaveLength(1);
  const { effective_from: from, created } = listed.participants[0];
  const ahead = Date.parse(from) - Date.parse(created);
  expect(Math.abs(ahead - 3_600_000)).toBeLessThan(10_000);

  const json = async (line: string) => JSON.parse((await run(`${line} -o json`)).stdout);
  const got = await json("query corporation get-corporation 1");
  expect(got.corporation.policy_address).toBe(co.policy_address);
  const digest = createHash("sha384").update("our rules").digest("base64");
  expect(got.corporation.versions[0].documents[0].digest_sri).toBe(`sha384-${digest}`);
  expect(await json("query participant list-participants --role ecosystem")).toEqual(
    await json("q pp list-participants --schema-id 1 --response-max-size 10"),
  );
  const tx = await json(`query tx ${pp.txhash}`);
  expect(tx.height).toBe(pp.height);
  expect(tx.msg_responses).toEqual([
    { "@type": "/verana.pp.v1.MsgCreateRootParticipantResponse", id: "1" },
  ]);
  const past = await vprd(folder, ["q", "pp", "get-participant", "1", "--height", co.height ?? ""]);
  expect(past.code).toBe(1);

  const ended = await node.stop();
  expect(ended.code).toBe(0);
  expect(ended.stdout.trim().split("\n").at(-1)).toContain("the node has stopped");

  const again = await startNode(folder, ["dev"]);
  expect((await json("q pp get-participant 1")).participant.did).toBe("did:example:root");
  expect((await again.stop("SIGINT")).code).toBe(0);
  const anew = await startNode(folder, ["dev", "--reset"]);
  expect(await json("q pp list-participants")).toEqual({ participants: [] });
  await anew.stop();
});
