/* Forms of the learner page without a page load: the same form, the same answer, sent by fetch.

   Whoever has no JavaScript, or a browser too old for this, sends the form as ever. On a bad line nothing is lost:
   what was typed stays, and the same tap sends it again (the step in the form is taken once only). The back key shows
   where one is now, as it does without this; pressed once more it leaves. */
(function () {
  "use strict";

  var LONGEST_MS = 20000;
  var isSending = false;
  var tapped = null;
  var hasWayBack = false;

  if (!window.fetch || !window.DOMParser || !window.history.pushState) {
    return;
  }

  function written(form, button) {
    var pairs = [];
    function add(name, value) {
      pairs.push(encodeURIComponent(name) + "=" + encodeURIComponent(value));
    }
    Array.prototype.forEach.call(form.elements, function (field) {
      if (field.name && field.type !== "submit") {
        add(field.name, field.value);
      }
    });
    if (button && button.form === form && button.name) {
      add(button.name, button.value);
    }
    return pairs.join("&");
  }

  function show(text, address, isForward) {
    var page = new DOMParser().parseFromString(text, "text/html");
    if (!page.querySelector("main")) {
      throw new Error("no page of ours");
    }
    document.title = page.title;
    document.body.innerHTML = page.body.innerHTML;
    window.history[isForward && !hasWayBack ? "pushState" : "replaceState"](null, "", address);
    hasWayBack = isForward;
    window.scrollTo(0, 0);
    var main = document.querySelector("main");
    main.tabIndex = -1;
    main.focus({ preventScroll: true });
  }

  function bring(address, sent, isForward) {
    return window.fetch(address, sent).then(function (answer) {
      return answer.text().then(function (text) {
        show(text, answer.url, isForward);
      });
    });
  }

  function note(isBusy, isWeak) {
    isSending = isBusy;
    document.body.classList.toggle("sending", isBusy);
    var main = document.querySelector("main");
    var weak = document.getElementById("weak");
    if (main) {
      main.setAttribute("aria-busy", isBusy ? "true" : "false");
    }
    if (weak) {
      weak.hidden = !isWeak;
    }
  }

  document.addEventListener("click", function (event) {
    tapped = event.target.closest ? event.target.closest("button") : null;
  });

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post") {
      return;
    }
    event.preventDefault();
    if (isSending) {
      return;
    }
    var stop = window.AbortController ? new window.AbortController() : null;
    var late = window.setTimeout(function () {
      if (stop) {
        stop.abort();
      }
    }, LONGEST_MS);
    var sent = {
      method: "POST",
      body: written(form, "submitter" in event ? event.submitter : tapped),
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      credentials: "same-origin"
    };
    if (stop) {
      sent.signal = stop.signal;
    }
    note(true, false);
    bring(form.getAttribute("action"), sent, true).then(function () {
      note(false, false);
    }, function () {
      note(false, true);
      document.getElementById("weak").scrollIntoView({ block: "nearest" });
    }).then(function () {
      window.clearTimeout(late);
    });
  });

  window.addEventListener("popstate", function () {
    bring("/hoc", { credentials: "same-origin" }, false).then(null, function () {
      note(false, true);
    });
  });
}());
