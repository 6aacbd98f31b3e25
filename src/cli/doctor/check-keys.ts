import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { nodeId, readKeyFile } from "../../engine/embedded/keys.js";
import type { Genesis } from "../../engine/home/genesis-doc.js";
import { messageOf } from "../failure.js";
import { cliPaths } from "../home.js";
import { type Finding, fault, note, ok } from "./finding.js";

/** The node's keys: whether they are there, can be read, and are hidden from others. */
export function checkKeys(home: string, genesis: Genesis | undefined): readonly Finding[] {
  const { nodeKey, validatorKey } = cliPaths(home);
  return [
    ...keyFile("node key", nodeKey, (key) => [ok("node key", `node id ${nodeId(key)}`)]),
    ...keyFile("validator key", validatorKey, ({ publicKey }) => [validates(publicKey, genesis)]),
    ...checkKeyrings(home),
  ];
}

function keyFile(
  check: string,
  path: string,
  judge: (key: ReturnType<typeof readKeyFile>) => readonly Finding[],
): readonly Finding[] {
  if (!existsSync(path)) {
    return [
      fault(check, `${path} is missing`, "bring it back from a copy; vprd init makes a new one"),
    ];
  }
  try {
    return [...judge(readKeyFile(path)), ...hidden(check, path)];
  } catch (error) {
    return [fault(check, messageOf(error), "bring it back from a copy")];
  }
}

function validates(publicKey: Uint8Array, genesis: Genesis | undefined): Finding {
  const check = "validator key";
  if (genesis === undefined) return note(check, "not compared: the genesis cannot be read");
  const mine = genesis.validators.find(
    (validator) => Buffer.compare(validator.publicKey, publicKey) === 0,
  );
  return mine === undefined
    ? note(
        check,
        "it is no validator of the genesis: the node follows the chain, and --engine embedded cannot run it alone",
      )
    : ok(check, `a validator of the genesis with power ${mine.power}`);
}

/** Whether others than the owner can read a file. */
function hidden(check: string, path: string): readonly Finding[] {
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) === 0) return [];
  const text = `${path} can be read by others (mode ${mode.toString(8)})`;
  return [fault(check, text, `chmod 600 ${path}`)];
}

function checkKeyrings(home: string): readonly Finding[] {
  return ["keyring-file", "keyring-test"].flatMap((name) => {
    const folder = join(home, name);
    if (!existsSync(folder)) return [];
    const files = readdirSync(folder).map((file) => join(folder, file));
    const open = files.flatMap((path) => hidden(name, path));
    const left = files.filter((path) => path.endsWith(".tmp"));
    const remains = left.map((path) => note(name, `${path} was left by a write that was cut off`));
    const found = [...open, ...remains];
    return found.length > 0 ? found : [ok(name, "its files are hidden from others")];
  });
}

const stateSchema = z.object({
  height: z.string().regex(/^\d{1,19}$/),
  round: z.number().int(),
  step: z.number().int().min(0).max(3),
});

/** What the signer remembers, against the last block that CometBFT stored (undefined: no blocks). */
export function checkSignerState(home: string, cometHeight: bigint | undefined): Finding {
  const check = "signer";
  const { validatorState: path } = cliPaths(home);
  const danger =
    "a validator that forgot what it signed may sign twice: be sure before it runs again";
  if (!existsSync(path)) {
    return fault(check, `${path} is missing`, `vprd init writes an empty one; ${danger}`);
  }
  const parsed = stateSchema.safeParse(readJson(path));
  if (!parsed.success) {
    return fault(check, `${path} is no state of a signer`, `bring it back from a copy; ${danger}`);
  }
  const signed = BigInt(parsed.data.height);
  if (cometHeight === undefined) return ok(check, `last signed height ${signed}`);
  if (signed > cometHeight + 1n) {
    const text = `${path} is ahead: height ${signed} was signed, but the last stored block is ${cometHeight}`;
    return fault(
      check,
      text,
      "the blocks are older than the signer: let the node catch up before it validates",
    );
  }
  if (signed > 0n && signed < cometHeight - 1n) {
    const text = `last signed height ${signed} of ${cometHeight}: behind, as of a node that did not validate lately`;
    return note(check, text);
  }
  return ok(check, `last signed height ${signed} of ${cometHeight}`);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
