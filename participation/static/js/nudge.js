// A calm question before sending: these words may show who somebody is; take them out, or leave them in? It looks
// on this phone only, sends nothing anywhere and never stops anybody from sending.

const PAUSE = 900; // ms without typing before it speaks
const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const PHONE = /(?:\+44|\b0)(?:[\s().-]{0,2}\d){9,10}(?!\d)/g;
const POSTCODE = /\b[a-z]{1,2}\d[a-z\d]?\s?\d(?!nd|rd|st|th)[abd-hjlnp-uw-z]{2}\b/gi;
const HANDLE = /(?:^|[^\w.@])(@\w[\w.]+\w)/g;
const APPS = "snap(?:chat)?|insta(?:gram)?|tik ?tok|discord|x ?box|psn|roblox|kik|telegram|whats ?app|twitch|gamer ?tag";
const NAMED_HANDLE = new RegExp(`\\b(?:${APPS})(?:'s)?(?: (?:name|tag|user ?name|handle|id))?(?: is|:| =|'s)\\s+@?([\\w.-]{3,30})`, "gi");
const SCHOOL = /((?:[\p{L}][\p{L}.'’-]* ){1,3})(?:(?:primary|secondary|high|upper|middle|first|junior|infant|grammar) )?(?:school|academy|college|primary|grammar|sixth form)\b/giu;
const KINDS = "primary secondary high upper middle first lower junior infant infants grammar private public special boarding state art music dance drama summer sunday night driving sixth form";
const NOT_A_SCHOOL = new Set((KINDS + " my our your his her their its a an the this that each every any all some no more new old big little local nearby different another better good bad great nice "
  + "best worst whole same only other most many few both is was were are at to from in for and or of go goes going went gone after before during near by with without hate love like leave left start "
  + "started finish walk bus cycle drive get gets getting make made miss skip off back about when where if because so but than then not too very near out into round around home i we you they it have has "
  + "had want wants need needs should would could can will just really actually still even also always never sometimes day time there here one two three next last end every closest nearest "
  + "mean means starts finishes late early free safe safer village town city community church church's catholic us them me him think feel be been being do does did doing").split(" "));
const NAME_CUE = /\b(?:my name(?:'s| is)|called|named|(?:mr|mrs|miss|ms|mx|dr|sir)\.?|my (?:best )?(?:friend|mate|brother|sister|cousin|boyfriend|girlfriend|teacher|uncle|auntie?|neighbour|stepdad|stepmum)(?:'s name is| is called|,)?) ([\p{L}][\p{L}'’-]+)/giu;
const NO_NAME_AFTER_CUE = /^(?:a|an|the|and|or|but|is|was|who|that|has|had|have|in|at|on|to|i|we|he|she|they|it|said|says|got|gets|can|cannot|can't|did|does|will|would|for|from|with|because|when|so|not|never|always|also|hit|told|lives|goes|went|wants|needs|likes|of)$/i;
const WORD = /[\p{L}]+(?:['’-][\p{L}]+)*/gu;
const IN_A_PLACE = /^(?:road|rd|street|lane|avenue|close|drive|park|square|church|hospital|bay|beach|hill|court|centre|hall|station|gardens|bridge|castle|woods?|cup|day|academy|school|college|island|house)$/i;

let names = new Set();
const leftIn = new Set(); // words somebody chose to leave

/** Watch every field that words are typed into, beginning with the one just typed in. */
export async function watch(address, first) {
  const timers = new WeakMap();
  const later = (field) => {
    clearTimeout(timers.get(field));
    timers.set(field, setTimeout(look, PAUSE, field));
  };
  document.addEventListener("input", ({ target }) => target.matches("form[data-take-part] textarea, form[data-take-part] input[type=text]") && later(target));
  later(first);
  try {
    const answer = await fetch(address);
    if (answer.ok) names = unpack((await answer.text()).trim());
    later(first);
  } catch { /* without the list, everything but names is still found */ }
}

/** The names of a list in which each is the count of letters it shares with the one before, and the rest. */
function unpack(line) {
  const found = new Set();
  let name = "";
  for (const [, shared, rest] of line.matchAll(/(\d)(\D*)/g)) found.add((name = name.slice(0, shared) + rest));
  return found;
}

/** Places [start, end] in the text that may show who somebody is, in order, none overlapping. */
export function findPlaces(text) {
  const found = [];
  const add = (start, length) => found.push([start, start + length]);
  for (const pattern of [EMAIL, PHONE, POSTCODE]) for (const match of text.matchAll(pattern)) add(match.index, match[0].length);
  for (const pattern of [HANDLE, NAMED_HANDLE]) for (const match of text.matchAll(pattern)) add(match.index + match[0].lastIndexOf(match[1]), match[1].length);
  for (const match of text.matchAll(SCHOOL)) addSchool(match, add);
  for (const match of text.matchAll(NAME_CUE)) if (!NO_NAME_AFTER_CUE.test(match[1])) add(match.index + match[0].length - match[1].length, match[1].length);
  addNames(text, add);
  found.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
  return found.filter(([start], place) => !found.slice(0, place).some(([, end]) => start < end));
}

function addSchool(match, add) {
  let start = match.index + match[1].length;
  for (const word of match[1].trim().split(" ").reverse()) {
    if (NOT_A_SCHOOL.has(word.toLowerCase())) break;
    start -= word.length + 1;
  }
  if (start < match.index + match[1].length) add(start, match.index + match[0].length - start);
}

function addNames(text, add) {
  const words = [...text.matchAll(WORD)];
  words.forEach((match, place) => {
    const own = match[0].replace(/['’]s$/i, "");
    const plain = own.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    if (!names.has(plain) || IN_A_PLACE.test(words[place + 1]?.[0] || "") || /^(?:st|saint)$/i.test(words[place - 1]?.[0] || "")) return;
    const next = words[place + 1];
    const isSurname = next && next.index === match.index + own.length + 1 && /^\p{Lu}\p{Ll}/u.test(next[0]) && /^\p{Lu}/u.test(own);
    add(match.index, isSurname ? next.index + next[0].length - match.index : own.length);
  });
}

function look(field) {
  if (!field.isConnected) return; // it was sent in the meantime
  const asked = findPlaces(field.value).map(([start, end]) => field.value.slice(start, end)).filter((words) => !leftIn.has(words));
  const words = [...new Set(asked)];
  const around = field.closest(".question, .field");
  let box = around?.querySelector("[data-nudge-box]");
  if (!words.length || !around) return box?.remove();
  if (!box) {
    box = document.getElementById("nudge").content.cloneNode(true).firstElementChild;
    box.dataset.nudgeBox = "";
    around.append(box);
    box.scrollIntoView({ block: "nearest" });
    box.addEventListener("click", ({ target }) => target.dataset.nudge && decide(field, box, target.dataset.nudge));
  }
  const shown = box.querySelector("strong");
  if (shown.textContent !== words.join(", ")) shown.textContent = words.join(", ");
}

function decide(field, box, choice) {
  if (choice === "in") {
    for (const [start, end] of findPlaces(field.value)) leftIn.add(field.value.slice(start, end));
  } else {
    let text = field.value;
    for (const [start, end] of findPlaces(text).reverse()) if (!leftIn.has(text.slice(start, end))) text = text.slice(0, start) + text.slice(end);
    field.value = text.replace(/ {2,}/g, " ").replace(/ ([.,!?])/g, "$1");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  box.remove();
  field.focus();
}
