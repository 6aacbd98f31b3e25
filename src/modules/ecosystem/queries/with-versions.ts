import { Ecosystem } from "../../../gen/verana/ec/v1.js";
import { framedEntities } from "../../../keeper/framed-entities.js";

/** [D-CO-06] Ecosystems with the versions of their frameworks. */
export const { withVersions, listWithVersions } = framedEntities({
  entity: Ecosystem,
  no: 9,
  owner: (ecosystemId: bigint) => ({ ecosystemId }),
});
