import { subset } from "./subset.js";

subset("fuzz");
