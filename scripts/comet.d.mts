export const COMET_VERSION: string;
export function findComet(): string | undefined;
export function ensureComet(): string | undefined;
