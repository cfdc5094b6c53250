// Shows staff how old somebody has to be to read what they are writing, as they write. The same reckoning as
// participation/foundation/reading_age.py, which says where it comes from; a test holds the two together.
const WORD = /\p{L}+(?:['’]\p{L}+)*|\p{Nd}+(?:[.,]\p{Nd}+)*/gu;
const SENTENCE_END = /[.!?…]+(?=[\s"'”’)\]]|$)|\n\s*\n|\n(?=\s*[-•*])|:\s*\n/;
const VOWELS = /[aeiouyàâäáéèêëíîïóôöúûü]+/g;
const SILENT_END = /(?:[^laeiouy]e|[^dtaeiouy]ed|[^sxzcgaeiouyh]es|[aeiouy]les?)$/;
const TWO_SOUNDS = /(?:[^tscgx]ia|[^n]io(?!n|u)|rious|eo(?!ple)|[^q]ua[lt]|uou|iet|scie|[^q]uie|creat|[be]eing|[dr]ea$|ying|yone|ism$)/g;
const ONE_SOUND_LESS = /^(?:every|(?:some|home|where|there|fire|safe|life)[b-df-hj-np-tv-z]\p{L}{2})/u;
const PAUSE = 400; // ms without typing
const TARGET_AGE = 9;

export function syllables(word) {
  const plain = word.toLowerCase().replaceAll("’", "'").split("'")[0];
  const groups = (plain.match(VOWELS) || []).length;
  if (!groups) return 1;
  const silent = plain.length > 2 && SILENT_END.test(plain) ? 1 : 0;
  return Math.max(1, groups - silent - (ONE_SOUND_LESS.test(plain) ? 1 : 0) + (plain.match(TWO_SOUNDS) || []).length);
}

/** The age in years at which a text can be read; null when it has no words. */
export function readingAge(text) {
  const words = text.match(WORD);
  if (!words) return null;
  const sentences = text.split(SENTENCE_END).filter((part) => part.search(WORD) >= 0).length;
  const sounds = words.reduce((sum, word) => sum + syllables(word), 0);
  const grade = 0.39 * (words.length / Math.max(1, sentences)) + 11.8 * (sounds / words.length) - 15.59;
  return Math.max(5, grade + 5);
}

for (const line of document.querySelectorAll("[data-reading-age]")) {
  const field = document.getElementById(line.dataset.readingAge);
  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE, line, field);
  });
}

function show(line, field) {
  const age = readingAge(field.value);
  line.hidden = age === null;
  line.querySelector("[data-part=age]").textContent = age === null ? "" : Math.floor(age);
  line.querySelector("[data-part=advice]").hidden = age === null || Math.floor(age) <= TARGET_AGE;
  const tooLong = line.querySelector("[data-part=length]");
  if (!tooLong) return;
  const length = [...field.value].length; // a picture made of two halves counts once, as on the server
  tooLong.hidden = length <= Number(line.dataset.best);
  tooLong.querySelector("[data-part=count]").textContent = length;
}
