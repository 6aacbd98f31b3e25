import { subset } from "./subset.js";

subset("kills", /comet/);
