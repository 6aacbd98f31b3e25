/** x/group's default configuration. */

/** Most UTF-8 bytes of a metadata text or a proposal's title. */
export const MAX_METADATA_BYTES = 255;

/** Most UTF-8 bytes of a proposal's summary. */
export const MAX_SUMMARY_BYTES = 40 * MAX_METADATA_BYTES;

/** How long after its voting period a proposal may be executed: two weeks, in nanoseconds. */
export const MAX_EXECUTION_PERIOD = 14n * 24n * 3_600n * 1_000_000_000n;

/**
 * Proposals that execute proposals, one within the other. The reference leaves this to gas; a bound
 * of our own keeps the depth of the call stack out of consensus.
 */
export const MAX_EXECUTION_DEPTH = 8;

/**
 * Executions that one execution may cause. What failed may be tried again and again at every level,
 * and where a block's end carries out what governance accepted, no gas counts it.
 */
export const MAX_EXECUTIONS = 100;
