/** Corporations, as senders name them. */
export interface CorporationPort {
  /** True when the text could name a corporation (D-GEN-02). */
  wellFormed(text: string): boolean;
}
