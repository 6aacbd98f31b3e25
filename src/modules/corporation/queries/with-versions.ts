import { Corporation } from "../../../gen/verana/co/v1.js";
import { framedEntities } from "../../../keeper/framed-entities.js";

/** [D-CO-06] Corporations with the versions of their frameworks. */
export const { withVersions, listWithVersions } = framedEntities({
  entity: Corporation,
  no: 8,
  owner: (corporationId: bigint) => ({ corporationId }),
});
