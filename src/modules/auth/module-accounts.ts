/**
 * Module accounts in the order of their creation at genesis, which fixes their account numbers
 * (D-TX-11). All stand from the first block on.
 */
export const MODULE_ACCOUNTS: readonly {
  readonly name: string;
  readonly permissions: readonly string[];
}[] = [
  { name: "fee_collector", permissions: [] },
  { name: "distribution", permissions: [] },
  { name: "bonded_tokens_pool", permissions: ["burner", "staking"] },
  { name: "not_bonded_tokens_pool", permissions: ["burner", "staking"] },
  { name: "gov", permissions: ["burner"] },
  { name: "mint", permissions: ["minter"] },
  { name: "pp", permissions: [] },
  { name: "td", permissions: ["burner"] },
];

/** Module accounts that take plain transfers; the others refuse them (D-TX-11). */
export const OPEN_MODULE_ACCOUNTS: readonly string[] = ["gov"];
