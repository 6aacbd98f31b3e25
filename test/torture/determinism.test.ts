import { subset } from "./subset.js";

subset("determinism");
