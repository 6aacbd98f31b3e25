/** Participants: who has which role for a credential schema, since when and until when. */

export { ppErrors } from "./errors.js";
export { ParticipantKeeper } from "./keeper.js";
export { ppModule } from "./module.js";
