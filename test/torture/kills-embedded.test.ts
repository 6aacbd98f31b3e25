import { subset } from "./subset.js";

subset("kills", /embedded|store/);
