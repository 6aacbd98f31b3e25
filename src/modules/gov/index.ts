export { govModule } from "./module.js";
