// Another instance of the program, which does what the page sends it.
import begin from "./frostline.js";
addEventListener("message", ({ data }) => begin({ module_or_path: data }), { once: true });
