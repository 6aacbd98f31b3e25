import { Command } from "commander";
import { moduleNames } from "../modules.js";
import { txAuthzCommands } from "./tx-authz.js";
import { txBankCommands } from "./tx-bank.js";
import { txCorporationCommands } from "./tx-corporation.js";
import { txDelegationCommands } from "./tx-delegation.js";
import { txDigestCommands } from "./tx-digest.js";
import { txDistributionCommands, txSlashingCommands } from "./tx-distribution.js";
import { txExchangeRateCommands } from "./tx-exchange-rate.js";
import { txFeegrantCommands } from "./tx-feegrant.js";
import {
  broadcastCommand,
  decodeCommand,
  encodeCommand,
  simulateCommand,
  validateSignaturesCommand,
} from "./tx-files.js";
import { txGovCommands } from "./tx-gov.js";
import { txGroupCommands } from "./tx-group.js";
import { txParticipantCommands } from "./tx-participant.js";
import { txEcosystemCommands, txFrameworkCommands, txSchemaCommands } from "./tx-registry.js";
import { multiSignCommand, signCommand } from "./tx-sign.js";
import { txStakingCommands } from "./tx-staking.js";
import { txTrustDepositCommands } from "./tx-trust-deposit.js";
import { txUpgradeCommands } from "./tx-upgrade.js";
import { txVestingCommands } from "./tx-vesting.js";

/** `tx …` */
export function txCommand(): Command {
  const tx = new Command("tx")
    .summary("sign and broadcast transactions")
    .description(
      "Sign and broadcast transactions. A transaction that the chain refuses is printed like any " +
        "other, and the exit status is 1.",
    );
  const modules: Readonly<Record<string, readonly Command[]>> = {
    bank: txBankCommands(),
    staking: txStakingCommands(),
    distribution: txDistributionCommands(),
    slashing: txSlashingCommands(),
    vesting: txVestingCommands(),
    upgrade: txUpgradeCommands(),
    gov: txGovCommands(),
    authz: txAuthzCommands(),
    feegrant: txFeegrantCommands(),
    group: txGroupCommands(),
    co: txCorporationCommands(),
    ec: txEcosystemCommands(),
    gf: txFrameworkCommands(),
    cs: txSchemaCommands(),
    pp: txParticipantCommands(),
    de: txDelegationCommands(),
    td: txTrustDepositCommands(),
    di: txDigestCommands(),
    xr: txExchangeRateCommands(),
  };
  for (const [module, commands] of Object.entries(modules)) {
    const { name, aliases, summary } = moduleNames(module);
    const group = new Command(name).aliases(aliases).summary(summary);
    for (const command of commands) group.addCommand(command);
    tx.addCommand(group);
  }
  const files = [signCommand(), multiSignCommand(), validateSignaturesCommand()];
  files.push(broadcastCommand(), encodeCommand(), decodeCommand(), simulateCommand());
  for (const command of files) tx.addCommand(command);
  return tx;
}
