/** A module as commands call it: the recorded name and the long ones. */
interface ModuleNames {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
}

const NAMES: readonly ModuleNames[] = [
  { name: "auth", aliases: [], summary: "accounts" },
  { name: "bank", aliases: [], summary: "coins" },
  { name: "staking", aliases: [], summary: "validators and stakes" },
  { name: "distribution", aliases: [], summary: "rewards, commissions and the community pool" },
  { name: "slashing", aliases: [], summary: "validators that miss blocks" },
  { name: "mint", aliases: [], summary: "inflation" },
  { name: "evidence", aliases: [], summary: "what validators were caught at" },
  { name: "vesting", aliases: [], summary: "accounts whose coins vest" },
  { name: "consensus", aliases: [], summary: "parameters of consensus" },
  { name: "upgrade", aliases: [], summary: "other versions of the program, from a height on" },
  { name: "gov", aliases: ["governance"], summary: "proposals that stakes vote on" },
  { name: "authz", aliases: [], summary: "accounts that act for others" },
  { name: "feegrant", aliases: [], summary: "accounts that pay the fees of others" },
  { name: "group", aliases: [], summary: "groups, their policies and proposals" },
  { name: "co", aliases: ["corporation"], summary: "corporations" },
  { name: "ec", aliases: ["ecosystem"], summary: "ecosystems" },
  { name: "gf", aliases: ["governance-framework"], summary: "governance frameworks" },
  { name: "cs", aliases: ["schema", "credential-schema"], summary: "credential schemas" },
  { name: "pp", aliases: ["participant"], summary: "participants" },
  { name: "de", aliases: ["delegation"], summary: "operators and what they may do" },
  { name: "td", aliases: ["trust-deposit"], summary: "trust deposits" },
  { name: "di", aliases: ["digest"], summary: "digests" },
  { name: "xr", aliases: ["exchange-rate"], summary: "exchange rates" },
];

/** Names of a module; of one that is not listed, the name itself. */
export function moduleNames(name: string): ModuleNames {
  return NAMES.find((names) => names.name === name) ?? { name, aliases: [], summary: name };
}

/** Modules in the order of help; unknown ones come last. */
export function moduleOrder(name: string): number {
  const at = NAMES.findIndex((names) => names.name === name);
  return at === -1 ? NAMES.length : at;
}
