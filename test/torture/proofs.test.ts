import { subset } from "./subset.js";

subset("proofs");
