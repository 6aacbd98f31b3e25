/** x/gov's default configuration. */

/** Most UTF-8 bytes of a metadata text or a proposal's title. */
export const MAX_METADATA_BYTES = 255;

/** Most UTF-8 bytes of a proposal's summary. */
export const MAX_SUMMARY_BYTES = 40 * MAX_METADATA_BYTES;

/** Most UTF-8 bytes of the title of a v1beta1 content. */
export const MAX_CONTENT_TITLE_BYTES = 140;

/** Most UTF-8 bytes of the description of a v1beta1 content. */
export const MAX_CONTENT_DESCRIPTION_BYTES = 10_000;
