import { runHistory } from "./history.js";
import { storedTxs } from "./stored.js";

// Runs the frozen history in a process of its own and prints what came of it.
process.stdout.write(JSON.stringify(await runHistory(storedTxs())));
