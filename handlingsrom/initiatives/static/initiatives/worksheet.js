// A worksheet with JavaScript: drafts keep themselves, rows are added and moved in place, and the panel with what
// others have done follows what is written. Without it the buttons of the form do the same.

const PAUSE = 2500; // milliseconds without typing before the draft is kept
const PANEL_PAUSE = 1800;
const RETRY = 8000;

const form = document.querySelector("[data-worksheet]");
if (form) start(form);

function start(form) {
  const words = form.querySelector("[data-words]");
  const left = form.querySelector("[data-left]");
  const writers = document.getElementById("writers");
  const state = { timer: 0, panelTimer: 0, busy: false, again: false, sent: snapshot(form), asked: "", leaving: false };

  form.addEventListener("input", () => changed(PAUSE));
  form.addEventListener("change", () => changed(PAUSE));
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=rows]");
    if (button && changeRows(button)) {
      event.preventDefault();
      changed(PAUSE);
    }
  });
  form.addEventListener("submit", () => {
    state.leaving = true;
    clearTimeout(state.timer);
    clearTimeout(state.panelTimer);
  });
  window.addEventListener("pageshow", () => (state.leaving = false));
  window.addEventListener("online", () => keep());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep({ keepalive: true });
  });

  function changed(pause) {
    clearTimeout(state.timer);
    state.timer = setTimeout(keep, pause);
    clearTimeout(state.panelTimer);
    state.panelTimer = setTimeout(lookAround, PANEL_PAUSE);
    if (snapshot(form) !== state.sent) say(form.dataset.unsaved);
  }

  async function keep({ keepalive = false } = {}) {
    clearTimeout(state.timer);
    const now = snapshot(form);
    if (state.leaving || now === state.sent) return;
    if (state.busy) {
      state.again = true;
      return;
    }
    state.busy = true;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: content(form),
        credentials: "same-origin",
        redirect: "manual",
        keepalive: keepalive && now.length < 60000,
      });
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        say(form.dataset.signedOut);
      } else if (!answer.ok) {
        throw new Error(String(answer.status));
      } else {
        const result = await answer.json();
        state.sent = now;
        form.elements.draft.value = result.draft;
        say(result.newer ? `${result.words}. ${result.newer}` : result.words);
        if (left) left.textContent = result.left;
        if (writers && writers.textContent.trim() !== result.writers) writers.textContent = result.writers;
      }
    } catch {
      say(form.dataset.offline);
      state.timer = setTimeout(keep, RETRY);
    } finally {
      state.busy = false;
      if (state.again) {
        state.again = false;
        keep();
      }
    }
  }

  async function lookAround() {
    const panel = document.getElementById("known");
    const text = snapshot(form);
    if (!panel || state.leaving || text === state.asked) return;
    state.asked = text;
    try {
      const answer = await fetch(form.dataset.similar, { method: "POST", body: content(form), credentials: "same-origin", redirect: "manual" });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      if (panel.contains(document.activeElement)) return; // never move what somebody is about to follow
      if (fresh.textContent.trim() === panel.textContent.trim()) return;
      const note = panel.querySelector("[role=status]");
      const newNote = fresh.querySelector("[role=status]");
      if (note && newNote) {
        note.textContent = newNote.textContent;
        newNote.remove();
        while (note.nextSibling) note.nextSibling.remove();
        panel.append(...fresh.childNodes);
      } else {
        panel.replaceChildren(...fresh.childNodes);
      }
    } catch {
      state.asked = "";
    }
  }

  function say(text) {
    if (words && words.textContent !== text) words.textContent = text;
  }
}

// What is sent: everything but files, which are taken in by their own button.
function content(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
}

// What is written, so that nothing is sent when nothing is changed.
function snapshot(form) {
  return JSON.stringify([...content(form)].filter(([name]) => name !== "draft" && name !== "csrfmiddlewaretoken"));
}

// --- Rows of tables and lists ------------------------------------------------------------------------------------------
function changeRows(button) {
  const field = button.closest("[data-field-id]");
  const rows = field && field.querySelector("[data-rows]");
  if (!rows) return false;
  if (button.hasAttribute("data-add")) {
    const fresh = empty(rows.lastElementChild.cloneNode(true));
    rows.append(fresh);
    fresh.querySelector("textarea").focus();
  } else {
    const row = button.closest("[data-row]");
    if (button.hasAttribute("data-remove")) {
      const next = row.nextElementSibling || row.previousElementSibling;
      if (next) {
        row.remove();
        next.querySelector("textarea").focus();
      } else {
        empty(row).querySelector("textarea").focus();
      }
    } else if (button.dataset.move === "up" && row.previousElementSibling) {
      row.previousElementSibling.before(row);
      button.focus();
    } else if (button.dataset.move === "down" && row.nextElementSibling) {
      row.nextElementSibling.after(row);
      button.focus();
    }
  }
  number(rows);
  return true;
}

function empty(row) {
  for (const box of row.querySelectorAll("textarea")) {
    box.value = "";
    box.textContent = "";
  }
  return row;
}

// The labels and values hold the row's number; the template's words are kept, only the number changes.
function number(rows) {
  const all = [...rows.children];
  all.forEach((row, index) => {
    const place = String(index + 1);
    for (const box of row.querySelectorAll("textarea")) {
      box.setAttribute("aria-label", box.getAttribute("aria-label").replace(/\d+(?=\D*$)/, place));
    }
    for (const button of row.querySelectorAll("button[name=rows]")) {
      button.value = button.value.replace(/\d+$/, place);
      const told = button.querySelector(".ds-sr-only");
      if (told) told.textContent = told.textContent.replace(/\d+/, place);
      if (button.dataset.move === "up") button.hidden = index === 0;
      if (button.dataset.move === "down") button.hidden = index === all.length - 1;
    }
  });
}
