import { PricingAssetType } from "../../../src/gen/verana/cs/v1.js";
import {
  MsgCreateExchangeRate,
  MsgCreateExchangeRateResponse,
  MsgGrantExchangeRateAuthorization,
  MsgSetExchangeRateState,
  MsgUpdateExchangeRate,
} from "../../../src/gen/verana/xr/v1.js";
import type { ErrorKind } from "../../../src/keeper/errors.js";
import { governanceAddress } from "../../../src/keeper/governance.js";
import type { MessageType } from "../../../src/wire/descriptor.js";
import { BOB, DAY, RegistryWorld } from "../../support/registry-world.js";

export const GOV = governanceAddress("verana");
export const { TU, COIN, FIAT } = PricingAssetType;

/** A euro in millionths of VNA, good for a day. */
export const EURO: Partial<MsgCreateExchangeRate> = {
  authority: GOV,
  baseAssetType: FIAT,
  baseAsset: "EUR",
  quoteAssetType: COIN,
  quoteAsset: "uvna",
  rate: "2500000",
  rateScale: 2,
  validityDuration: DAY,
};

/** A registry in which governance speaks. */
export class RateWorld extends RegistryWorld {
  /** A message of governance. */
  decide<T>(type: MessageType<T>, init: Partial<T>) {
    return this.send(type, init, GOV, "gov");
  }

  /** Creates a rate, EURO but for what is given; its id. */
  rate(init: Partial<MsgCreateExchangeRate> = {}): bigint {
    const answer = this.decide(MsgCreateExchangeRate, { ...EURO, ...init });
    return MsgCreateExchangeRateResponse.decode(answer.value).id;
  }

  enable(id = 1n, state = true): void {
    this.decide(MsgSetExchangeRateState, { authority: GOV, id, state });
  }

  /** Lets BOB, or whom it says, update a rate for ten days. */
  oracle(init: Partial<MsgGrantExchangeRateAuthorization> = {}): void {
    const expiration = this.time + 10n * DAY;
    const grant = { authority: GOV, xrId: 1n, operator: BOB, expiration, ...init };
    this.decide(MsgGrantExchangeRateAuthorization, grant);
  }

  /** BOB pushes a rate. */
  push(rate: string, init: Partial<MsgUpdateExchangeRate> = {}): void {
    this.send(MsgUpdateExchangeRate, { operator: BOB, id: 1n, rate, ...init }, BOB);
  }

  /** What a message of governance is refused with. */
  declined<T>(type: MessageType<T>, init: Partial<T>): readonly [ErrorKind, string | undefined] {
    const { kind, rule } = this.refuses(type, init, GOV, "gov");
    return [kind, rule];
  }
}
