import { type Coin, formatCoins } from "../../keeper/coins.js";
import { type Event, event } from "../../keeper/events.js";

/** Events of Cosmos SDK's x/bank, names and order of attributes as there. */
export const coinSpent = (spender: string, coins: readonly Coin[]): Event =>
  event("coin_spent", { spender, amount: formatCoins(coins) });

export const coinReceived = (receiver: string, coins: readonly Coin[]): Event =>
  event("coin_received", { receiver, amount: formatCoins(coins) });

export const transferred = (sender: string, recipient: string, coins: readonly Coin[]): Event =>
  event("transfer", { recipient, sender, amount: formatCoins(coins) });

export const sentBy = (sender: string): Event => event("message", { sender });

export const minted = (minter: string, coins: readonly Coin[]): Event =>
  event("coinbase", { minter, amount: formatCoins(coins) });

export const burnt = (burner: string, coins: readonly Coin[]): Event =>
  event("burn", { burner, amount: formatCoins(coins) });
