import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { vprd as here } from "./in-process.js";
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
  const json = async (line: string) =>
    JSON.parse((await here(folder, `${line} -o json`.split(" "))).stdout);
  for (const line of [
    "ec update-ecosystem 1 --did did:example:renamed",
    "ec archive-ecosystem 1 true --sign-mode amino-json",
    "ec archive-ecosystem 1 false --sign-mode amino-json",
    `gf add-governance-framework-document 2 --ecosystem-id 1 ${doc} --sign-mode amino-json`,
    "gf increase-active-gf-version --ecosystem-id 1",
    "cs update 1 --holder-validation-validity-period 90 --sign-mode amino-json",
    "cs archive 1 true",
    "cs create-schema-authorization-policy 1 issuer --url urn:example:policy --digest-sri sha384-aa",
    "cs increase-active-schema-authorization-policy-version 1 issuer --sign-mode amino-json",
    "cs revoke-schema-authorization-policy 1 issuer 1 --sign-mode amino-json",
  ]) {
    const ended = await here(folder, `tx ${line} --from dave`.split(" "));
    expect(brief(ended).code ?? "0", line).toBe("0");
  }
  const renamed = await json("query ec get-ecosystem 1 --active-gf-only");
  expect(renamed.ecosystem).toMatchObject({ did: "did:example:renamed", active_version: 2 });
  const [policy] = (await json("q cs list-sap --schema-id 1 --role issuer")).policies;
  expect(policy).toMatchObject({ version: 1, revoked: true });
  const { schema } = await json("q schema get-schema 1");
  expect(schema).toMatchObject({ holder_validation_validity_period: 90 });
  expect(schema.archived).not.toBeNull();
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
  const past = await here(folder, ["q", "pp", "get-participant", "1", "--height", co.height ?? ""]);
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

it("makes groups from files, registers one as a corporation and executes its proposals", async () => {
  const folder = newFolder();
  const run = (line: string) => here(folder, line.split(" "));
  const node = await startNode(folder, ["dev"]);
  const file = (name: string, value: object) =>
    writeFileSync(join(folder, name), JSON.stringify(value));
  const member = (address: string) => ({ address, weight: "1" });
  file("members.json", { members: [member("alice"), member("bob")] });
  file("policy.json", {
    "@type": "/cosmos.group.v1.ThresholdDecisionPolicy",
    threshold: "2",
    windows: { voting_period: "3600s", min_execution_period: "0s" },
  });

  const made = brief(
    await run(
      "tx group create-group-with-policy alice g p members.json policy.json --group-policy-as-admin",
    ),
  );
  expect(made.group_id).toBe("1");
  const policy = made.group_policy_address ?? "";
  const grant = `tx co grant-operator dave --corporation ${policy} --msg-types CreateCorporation,CreateEcosystem`;
  brief(await run(`${grant} --from alice`));
  expect(brief(await run("tx group vote 1 bob yes")).execution).toBe("success");
  const doc = `--doc-url https://example.com/d --doc-digest-sri sha384-${"A".repeat(64)}`;
  const registered = brief(
    await run(
      `tx co register-corporation --corporation ${policy} --did did:a:b ${doc} --from dave`,
    ),
  );
  expect(registered.corporation_id).toBe("1");

  brief(await run(`tx bank multi-send erin ${policy} carol 500uvna`));
  const to = (await run("keys show carol -a")).stdout.trim();
  file("proposal.json", {
    group_policy_address: policy,
    proposers: ["alice"],
    title: "Pay",
    summary: "Pay carol",
    messages: [
      {
        "@type": "/cosmos.bank.v1beta1.MsgSend",
        from_address: policy,
        to_address: to,
        amount: [{ denom: "uvna", amount: "200" }],
      },
    ],
  });
  expect(brief(await run("tx group submit-proposal proposal.json")).proposal_id).toBe("2");
  for (const name of ["alice", "bob"]) {
    const vote = await here(folder, `tx group vote 2 yes --from ${name} --exec=`.split(" "));
    expect(brief(vote).execution).toBeUndefined();
  }
  expect(brief(await run("tx group exec 2 --from erin")).execution).toBe("success");
  const left = JSON.parse((await run(`q bank balance ${policy} uvna -o json`)).stdout);
  expect(left.balance.amount).toBe("300");

  const unread = await run("tx group submit-proposal nothing.json --from alice");
  expect([unread.code, unread.stdout]).toEqual([1, ""]);
  expect(unread.stderr).toContain("cannot read nothing.json");
  file("proposal.json", { proposers: ["alice"] });
  const bad = await run("tx group submit-proposal proposal.json");
  expect(bad.stderr).toContain("proposal.json: ");
  expect((await run("tx group vote 2 maybe --from bob")).stderr).toContain("no vote is");
  await node.stop();
});
