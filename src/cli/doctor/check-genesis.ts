import { existsSync } from "node:fs";
import { validator } from "../../engine/embedded/validators.js";
import { type Genesis, parseGenesis } from "../../engine/home/genesis-doc.js";
import { messageOf } from "../failure.js";
import { checkGenesis, readDocument } from "../genesis/file.js";
import { type Finding, fault, ok } from "./finding.js";

/** What the genesis says, as far as it can be read, and whether a chain can start from it. */
export interface GenesisReport {
  readonly genesis: Genesis | undefined;
  readonly findings: readonly Finding[];
}

/** The genesis: whether it is there, and runs as a whole. */
export async function examineGenesis(path: string): Promise<GenesisReport> {
  if (!existsSync(path)) {
    const text = `${path} is missing`;
    const mend =
      "vprd init makes a new chain; the genesis of an existing one comes from its people";
    return { genesis: undefined, findings: [fault("genesis", text, mend)] };
  }
  try {
    const staked = await checkGenesis(path);
    const document = parseGenesis(readDocument(path));
    const validators = staked.map(({ publicKey, power }) => validator(publicKey, power));
    const genesis = validators.length === 0 ? document : { ...document, validators };
    return { genesis, findings: [ok("genesis", `chain ${genesis.chainId}, valid as a whole`)] };
  } catch (error) {
    const mend = "take the chain's own genesis file again, or mend the section that is named";
    return { genesis: undefined, findings: [fault("genesis", messageOf(error), mend)] };
  }
}
