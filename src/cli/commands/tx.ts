import { Command } from "commander";
import { addCommands, type CommandSource } from "../chosen.js";
import { moduleNames } from "../modules.js";

/** The commands of the modules, in the order of help. */
const MODULES: Readonly<Record<string, () => Promise<readonly Command[]>>> = {
  bank: async () => (await import("./tx-bank.js")).txBankCommands(),
  staking: async () => (await import("./tx-staking.js")).txStakingCommands(),
  distribution: async () => (await import("./tx-distribution.js")).txDistributionCommands(),
  slashing: async () => (await import("./tx-distribution.js")).txSlashingCommands(),
  vesting: async () => (await import("./tx-vesting.js")).txVestingCommands(),
  upgrade: async () => (await import("./tx-upgrade.js")).txUpgradeCommands(),
  gov: async () => (await import("./tx-gov.js")).txGovCommands(),
  authz: async () => (await import("./tx-authz.js")).txAuthzCommands(),
  feegrant: async () => (await import("./tx-feegrant.js")).txFeegrantCommands(),
  group: async () => (await import("./tx-group.js")).txGroupCommands(),
  co: async () => (await import("./tx-corporation.js")).txCorporationCommands(),
  ec: async () => (await import("./tx-registry.js")).txEcosystemCommands(),
  gf: async () => (await import("./tx-registry.js")).txFrameworkCommands(),
  cs: async () => (await import("./tx-registry.js")).txSchemaCommands(),
  pp: async () => (await import("./tx-participant.js")).txParticipantCommands(),
  de: async () => (await import("./tx-delegation.js")).txDelegationCommands(),
  td: async () => (await import("./tx-trust-deposit.js")).txTrustDepositCommands(),
  di: async () => (await import("./tx-digest.js")).txDigestCommands(),
  xr: async () => (await import("./tx-exchange-rate.js")).txExchangeRateCommands(),
};

/** The commands of transactions in files. */
const FILES: readonly CommandSource[] = [
  { names: ["sign"], make: async () => (await import("./tx-sign.js")).signCommand() },
  {
    names: ["multi-sign", "multisign"],
    make: async () => (await import("./tx-sign.js")).multiSignCommand(),
  },
  {
    names: ["validate-signatures"],
    make: async () => (await import("./tx-files.js")).validateSignaturesCommand(),
  },
  { names: ["broadcast"], make: async () => (await import("./tx-files.js")).broadcastCommand() },
  { names: ["encode"], make: async () => (await import("./tx-files.js")).encodeCommand() },
  { names: ["decode"], make: async () => (await import("./tx-files.js")).decodeCommand() },
  { names: ["simulate"], make: async () => (await import("./tx-files.js")).simulateCommand() },
];

/** `tx …` with the commands that the words behind it call. */
export async function txCommand(words: readonly string[]): Promise<Command> {
  const tx = new Command("tx")
    .summary("sign and broadcast transactions")
    .description(
      "Sign and broadcast transactions. A transaction that the chain refuses is printed like any " +
        "other, and the exit status is 1.",
    );
  const modules = Object.entries(MODULES).map(([module, commands]) => groupOf(module, commands));
  await addCommands(tx, [...modules, ...FILES], words);
  return tx;
}

function groupOf(module: string, commands: () => Promise<readonly Command[]>): CommandSource {
  const { name, aliases, summary } = moduleNames(module);
  return {
    names: [name, ...aliases],
    async make() {
      const group = new Command(name).aliases(aliases).summary(summary);
      for (const command of await commands()) group.addCommand(command);
      return group;
    },
  };
}
