import { subset } from "./subset.js";

// Store and restore alone are struck at each point by their own tests.
subset("kills", /embedded/);
