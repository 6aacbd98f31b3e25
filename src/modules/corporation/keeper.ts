import type { RuleId } from "../../gen/rules.js";
import type { Corporation } from "../../gen/verana/co/v1.js";
import { parseAccount } from "../../keeper/addresses.js";
import { Schema } from "../../keeper/collections.js";
import type { ChainSettings, ReadContext, WriteContext } from "../../keeper/context.js";
import { ensure } from "../../keeper/errors.js";
import { coErrors } from "./errors.js";
import { type CorporationState, corporationState } from "./state.js";

const GROUP_ID = /^[1-9][0-9]{0,19}$/;
const MAX_U64 = (1n << 64n) - 1n;

/** Corporations, keyed by group id (D-GEN-01). */
export class CorporationKeeper {
  constructor(
    readonly state: CorporationState,
    private readonly prefix: string,
  ) {}

  find(ctx: ReadContext, id: bigint): Corporation | undefined {
    return this.state.corporations.get(ctx, id);
  }

  /** The corporation of a group. Refuses with `co` 2. */
  load(ctx: ReadContext, id: bigint, rule: RuleId): Corporation {
    const found = this.find(ctx, id);
    ensure(found !== undefined, rule, coErrors.corporationNotFound, { corporation: id });
    return found;
  }

  /** [D-GEN-01] By its bound policy account, lower-case bech32; no other policy of the group finds it. */
  byPolicy(ctx: ReadContext, address: string): Corporation | undefined {
    return this.state.corporations.by(ctx, this.state.byPolicy, address);
  }

  byDid(ctx: ReadContext, did: string): Corporation | undefined {
    return this.state.corporations.by(ctx, this.state.byDid, did);
  }

  /** [D-GEN-02] By policy address or decimal group id; undefined when none is registered. */
  resolve(ctx: ReadContext, text: string): Corporation | undefined {
    const id = groupId(text);
    if (id !== undefined) return this.find(ctx, id);
    const address = parseAccount(this.prefix, text);
    return address === undefined ? undefined : this.byPolicy(ctx, address);
  }

  /** [D-GF-04] Another version of its governance framework becomes the active one. */
  activateVersion(ctx: WriteContext, id: bigint, version: number): void {
    const corporation = this.find(ctx, id);
    if (corporation === undefined) throw new RangeError(`there is no corporation ${id}`);
    const changed = { ...corporation, activeVersion: version, modified: ctx.blockTime };
    this.state.corporations.set(ctx, id, changed);
  }

  /** True when the text could name a corporation: a policy address or a decimal group id. */
  wellFormed(text: string): boolean {
    return groupId(text) !== undefined || parseAccount(this.prefix, text) !== undefined;
  }
}

/** The keeper over the store of this module. */
export function corporationKeeper(settings: ChainSettings): CorporationKeeper {
  const { prefix } = settings;
  return new CorporationKeeper(corporationState(new Schema("co", prefix)), prefix);
}

function groupId(text: string): bigint | undefined {
  if (!GROUP_ID.test(text)) return undefined;
  const id = BigInt(text);
  return id <= MAX_U64 ? id : undefined;
}
