import { existsSync } from "node:fs";
import { join } from "node:path";
import { decodeHead, HEAD_KEY } from "../../abci/head.js";
import { openState } from "../../abci/open-state.js";
import { readSettings, SETTINGS_STORE } from "../../abci/settings.js";
import { readCometHeight } from "../../engine/comet/block-store.js";
import { ChainStore } from "../../engine/embedded/chain-store.js";
import { messageOf } from "../failure.js";
import { cliPaths } from "../home.js";
import { type Finding, fault, note, ok } from "./finding.js";
import { holderOf } from "./in-use.js";
import { withShadow } from "./shadow.js";

/** What the databases of a home hold. */
export interface DataReport {
  readonly findings: readonly Finding[];
  /** Chain that the state belongs to. */
  readonly chainId?: string | undefined;
  readonly appHeight?: bigint | undefined;
  /** Last block of the engine that makes blocks in this process. */
  readonly embeddedHeight?: bigint | undefined;
  /** Last block of CometBFT. */
  readonly cometHeight?: bigint | undefined;
  /** Whether a node runs on this home. */
  readonly running: boolean;
}

/** Opens copies of the databases and says what they hold. */
export async function examineData(home: string): Promise<DataReport> {
  const { state, data } = cliPaths(home);
  const [embedded, comet] = [join(data, "engine.db"), join(data, "blockstore.db")];
  const holder = [state, embedded, comet].map(holderOf).find((pid) => pid !== undefined);
  if (holder !== undefined) {
    const text = `in use by process ${holder}: not looked into; stop the node for that`;
    return { findings: [note("database", text)], running: true };
  }
  const app = await examineState(state);
  const blocks = await examineBlocks("embedded engine", embedded, async (copy) => {
    const store = await ChainStore.open(copy);
    try {
      return store.height;
    } finally {
      await store.close();
    }
  });
  const cometBlocks = await examineBlocks("CometBFT", comet, readCometHeight);
  return {
    findings: [...app.findings, ...blocks.findings, ...cometBlocks.findings],
    chainId: app.chainId,
    appHeight: app.height,
    embeddedHeight: blocks.height,
    cometHeight: cometBlocks.height,
    running: false,
  };
}

interface StateReport {
  readonly findings: readonly Finding[];
  readonly height?: bigint;
  readonly chainId?: string;
}

async function examineState(path: string): Promise<StateReport> {
  const check = "database";
  if (!existsSync(path)) return { findings: [note(check, "there is no state yet")] };
  try {
    return await withShadow(path, async (copy) => {
      const store = await openState({ path: copy });
      try {
        const extra = store.extra(HEAD_KEY);
        const head = extra === undefined ? undefined : decodeHead(extra);
        const chainId = readSettings(store.store(SETTINGS_STORE))?.chainId;
        const findings = [ok(check, `opens whole, at height ${head?.height ?? 0n}`)];
        return {
          findings,
          height: head?.height ?? 0n,
          ...(chainId === undefined ? {} : { chainId }),
        };
      } finally {
        await store.close();
      }
    });
  } catch (error) {
    return { findings: [fault(check, named(error, path), mendOf(messageOf(error)))] };
  }
}

async function examineBlocks(
  check: string,
  path: string,
  read: (copy: string) => Promise<bigint | undefined>,
): Promise<{ readonly findings: readonly Finding[]; readonly height?: bigint }> {
  if (!existsSync(path)) return { findings: [] };
  try {
    const height = await withShadow(path, read);
    if (height === undefined) {
      return { findings: [note(check, `${path} does not tell its height`)] };
    }
    return { findings: [ok(check, `last block ${height}`)], height };
  } catch (error) {
    const mend = "vprd comet reset-state removes the engine's blocks; the state stays";
    return { findings: [fault(check, named(error, path), mend)] };
  }
}

/** The message with the path of the database instead of the copy's. */
function named(error: unknown, path: string): string {
  return messageOf(error).replace(/\S*vprd-doctor-[A-Za-z0-9]+/g, path);
}

function mendOf(message: string): string {
  if (/newer|format/.test(message)) return "run the version of vprd that wrote it, or a later one";
  if (/stores/.test(message)) return "run the version of vprd that wrote it";
  return (
    "vprd snapshots restore takes a whole copy, where there is one; else vprd comet " +
    "unsafe-reset-all and sync again"
  );
}

/** The chain's name and heights of the parts, against each other. */
export function compareData(
  data: DataReport,
  named: { readonly genesis: string | undefined; readonly client: string | undefined },
): readonly Finding[] {
  return [...compareChains(data.chainId, named), ...compareHeights(data)];
}

function compareChains(
  state: string | undefined,
  {
    genesis,
    client,
  }: { readonly genesis: string | undefined; readonly client: string | undefined },
): readonly Finding[] {
  const check = "chain id";
  const findings: Finding[] = [];
  if (state !== undefined && genesis !== undefined && state !== genesis) {
    const text = `the state belongs to ${state}, the genesis to ${genesis}`;
    const mend = "bring the right genesis back; a new chain needs vprd comet unsafe-reset-all";
    findings.push(fault(check, text, mend));
  }
  const chain = genesis ?? state;
  if (chain !== undefined && client !== undefined && client !== "" && client !== chain) {
    const text = `client.toml says ${client}, the chain is ${chain}: transactions would be refused`;
    findings.push(fault(check, text, `vprd config set client chain-id ${chain}`));
  }
  return findings.length > 0 || chain === undefined ? findings : [ok(check, chain)];
}

function compareHeights({
  appHeight,
  embeddedHeight,
  cometHeight,
}: DataReport): readonly Finding[] {
  const check = "heights";
  const engine = cometHeight ?? embeddedHeight;
  if (appHeight === undefined || (engine === undefined && appHeight === 0n)) return [];
  if (engine === undefined || appHeight > engine) {
    const blocks = engine === undefined ? "there are no blocks" : `the last block is ${engine}`;
    const text = `the state is at ${appHeight}, but ${blocks}: the engine's data is older or gone`;
    const mend = "bring the engine's data back, or vprd comet unsafe-reset-all and sync again";
    return [fault(check, text, mend)];
  }
  const behind = engine - appHeight;
  if (behind <= 1n) return [ok(check, `state ${appHeight}, blocks ${engine}`)];
  return [
    note(check, `state ${appHeight}, blocks ${engine}: ${behind} are run again at the start`),
  ];
}
