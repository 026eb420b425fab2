"use strict";
// Marks are kept in the page, and in this browser's storage where it has any, until they are saved
// to a file. Nothing is sent anywhere.
const data = JSON.parse(document.getElementById("data").textContent);
const rows = [...document.querySelectorAll("fieldset[data-number]")];
const store = "handouts " + data.topic + " " + data.language + " " + data.fingerprint;
let unsaved = false;

function decided(row) {
  const chosen = row.querySelector("input:checked");
  return { decision: chosen ? chosen.value : "", comment: row.querySelector("textarea").value.trim() };
}

function chosen(name) {
  const input = document.querySelector("input[name=" + name + "]:checked");
  return input ? input.value : "";
}

function decisions() {
  const messages = rows
    .map((row) => ({ ...data.messages[row.dataset.number], ...decided(row) }))
    .filter((message) => message.decision || message.comment);
  return {
    format: data.format,
    topic: data.topic,
    version: data.version,
    language: data.language,
    fingerprint: data.fingerprint,
    reviewer: document.getElementById("reviewer").value.trim(),
    role: chosen("role"),
    verdict: chosen("verdict"),
    comment: document.getElementById("overall").value.trim(),
    saved: new Date().toISOString(),
    messages,
  };
}

function show() {
  let marked = 0;
  let toChange = 0;
  const onlyUnmarked = document.getElementById("unmarked").checked;
  const changes = document.getElementById("only-changed");
  for (const row of rows) {
    const { decision } = decided(row);
    const passage = row.closest(".passage");
    marked += decision ? 1 : 0;
    toChange += decision === "change" ? 1 : 0;
    passage.dataset.decision = decision;
    // What the reader is at work on does not vanish under the hand.
    const atWork = passage.contains(document.activeElement);
    passage.hidden =
      (onlyUnmarked && Boolean(decision) && !atWork) ||
      Boolean(changes && changes.checked && !passage.classList.contains("changed"));
  }
  document.getElementById("progress").textContent =
    marked + " of " + rows.length + " marked, " + toChange + " to change" + (unsaved ? ", not saved yet" : "");
}

function remember() {
  try {
    localStorage.setItem(store, JSON.stringify(decisions()));
  } catch (error) {
    // A browser without storage for files: the marks live in the page alone.
  }
}

function check(name, value) {
  const input = document.querySelector("input[name=" + name + "][value=" + JSON.stringify(value) + "]");
  if (input) input.checked = true;
}

function recall() {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(store));
  } catch (error) {
    kept = null;
  }
  if (!kept) return;
  const known = new Map(kept.messages.map((message) => [message.catalog + ":" + message.context, message]));
  for (const row of rows) {
    const { catalog, context } = data.messages[row.dataset.number];
    const before = known.get(catalog + ":" + context);
    if (!before) continue;
    if (before.decision) check("d" + row.dataset.number, before.decision);
    row.querySelector("textarea").value = before.comment;
  }
  document.getElementById("reviewer").value = kept.reviewer;
  document.getElementById("overall").value = kept.comment;
  if (kept.role) check("role", kept.role);
  if (kept.verdict) check("verdict", kept.verdict);
}

// What a reviewer may have forgotten; they may save all the same.
function forgotten(made) {
  const toChange = made.messages.filter((message) => message.decision === "change").length;
  if (!made.reviewer) return "Your name is missing.";
  if (made.verdict === "approve" && toChange) return "You ask for changes, and call the whole fit to be approved.";
  if (!made.verdict) return "Your verdict on the whole is missing.";
  return "";
}

function save() {
  const doubt = forgotten(decisions());
  if (doubt && !window.confirm(doubt + " Save all the same?")) return;
  const file = new Blob([JSON.stringify(decisions(), null, 1) + "\n"], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = data.topic + ".decisions." + data.language + ".json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  unsaved = false;
  show();
}

function changed() {
  unsaved = true;
  remember();
  show();
}

function grow(field) {
  field.style.height = "auto";
  field.style.height = field.scrollHeight + "px";
}

document.getElementById("bar").hidden = false;
document.addEventListener("change", (event) => {
  if (event.target.closest("#bar")) show();
  else changed();
});
document.addEventListener("input", (event) => {
  if (event.target.tagName === "TEXTAREA") grow(event.target);
  if (event.target.closest("main")) changed();
});
document.getElementById("save").addEventListener("click", save);
document.getElementById("print").addEventListener("click", () => window.print());
window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
recall();
show();
