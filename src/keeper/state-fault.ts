/**
 * The state contradicts itself: a defect of the state machine, which every node has alike. What met it,
 * a transaction, a proposal's messages or a query, fails and changes nothing; a step that a block makes
 * of itself ends the node. A store that is damaged on one node alone is a StoreFault.
 */
export class StateFault extends Error {
  override readonly name = "StateFault";
}
