// Taking a dossier away. In: what is kept. Out: an address that carries it, a file, or a paper that the server writes of it. Must not
// change what is kept.

import * as kept from "./dossier-kept.js";

export function address(mine) {
  const query = new URLSearchParams();
  let number = 0;
  let before = "";
  for (const one of mine.entries) {
    if (one.kind === "heading") {
      before = one.text;
      continue;
    }
    number += 1;
    query.append("p", one.iri);
    if (before) query.append(`heading${number}`, before);
    if (one.note) query.append(`note${number}`, one.note);
    if (one.language !== "en") query.append(`lang${number}`, one.language);
    if (!one.quoted) query.append(`cite${number}`, "1");
    before = "";
  }
  if (mine.title) query.append("title", mine.title);
  return `/dossier?${query}`;
}

export function give(body, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(body);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// What is said of it afterwards.
export async function take(mine, ending, group) {
  try {
    const answer = await kept.ask(mine, `?format=${ending}&group=${group}`);
    if (!answer.ok) {
      const problem = await answer.json();
      return `${problem.detail ?? "No paper could be written."} ${problem.advice ?? ""}`;
    }
    const named = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "");
    give(await answer.blob(), named ? named[1] : `dossier.${ending}`);
    return "The paper was written.";
  } catch {
    return "The server does not answer: no paper could be written.";
  }
}
