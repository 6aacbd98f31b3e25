import { subset } from "./subset.js";

subset("torn");
