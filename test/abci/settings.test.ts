import { describe, expect, it } from "vitest";
import {
  parseSettings,
  readSettings,
  settingsJson,
  writeSettings,
} from "../../src/abci/settings.js";
import { memoryStores } from "../../src/store/memory-store.js";

describe("settings of a chain", () => {
  it("[D-TX-10] come out of their store and of a genesis as they went in", () => {
    for (const given of [
      {},
      { denom: "ufoo", bech32_prefix: "foo", coin_type: 1, schema_id_network: "net" },
      { strict_did_ownership: true, digest_algorithms: ["sha384", "sha512"] },
    ]) {
      const settings = parseSettings("chain-1", given);
      const store = memoryStores().store("vpr");
      writeSettings(store, settings);
      expect(readSettings(store)).toEqual(settings);
      expect(parseSettings("chain-1", settingsJson(settings))).toEqual(settings);
    }
  });

  it("[D-CS-05] name digest algorithms only where they are narrowed", () => {
    expect(settingsJson(parseSettings("chain-1", {}))).not.toHaveProperty("digest_algorithms");
    for (const digest_algorithms of [[], ["md5"], ["SHA384"]]) {
      expect(() => parseSettings("chain-1", { digest_algorithms })).toThrow();
    }
  });
});
