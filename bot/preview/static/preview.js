// Loads the page again when a file of the content was saved. The place on the page stays.
"use strict";
const shown = document.documentElement.dataset.version;
setInterval(async () => {
  try {
    const answer = await fetch("/moi-nhat", { cache: "no-store" });
    if (answer.ok && (await answer.text()) !== shown) location.reload();
  } catch {
    // The preview was stopped: what is shown stays until it runs again.
  }
}, 1000);
